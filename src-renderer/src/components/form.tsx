import { CircleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { ApiError } from '../door/api';
import { useSubmitKeys } from './use-submit-keys';

/** The message for one field: the caller's own check first, else the refusal that names this field. */
export function fieldError(error: unknown, field: string, own?: string | null): string | null {
  if (own) return own;
  return error instanceof ApiError && error.field === field ? error.message : null;
}

interface Props {
  /** Called on Enter in a field, on the submit button and on Ctrl/⌘+Enter anywhere in the form or the dialog around it. */
  onSubmit(): void;
  children: ReactNode;
  /** The last refusal. Shown on top unless one of `fields` shows it. */
  error?: unknown;
  /** Names of the fields that show their own errors. */
  fields?: readonly string[];
  /** Grows with each refused attempt of the caller's own checks, so that the first invalid field is focused. */
  attempts?: number;
  id?: string;
  className?: string;
}

/** A form: submits by keyboard, tells what was refused and moves to the first field that is wrong. */
export function Form({ onSubmit, children, error, fields = [], attempts = 0, id, className = '' }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const isFieldError = error instanceof ApiError && error.field !== undefined && fields.includes(error.field);
  const message = error instanceof Error && !isFieldError ? error.message : null;

  useSubmitKeys(form, onSubmit);

  useEffect(() => {
    if (!error && attempts === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] button')?.focus();
  }, [error, attempts]);

  return (
    <form
      ref={form}
      id={id}
      noValidate
      className={`flex min-w-0 flex-col gap-4 ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onSubmit();
      }}
    >
      {message && <Notice kind="danger">{message}</Notice>}
      {children}
    </form>
  );
}

const noticeKinds = {
  danger: 'border-danger bg-danger-soft text-danger',
  pending: 'border-pending bg-pending-soft text-pending',
  info: 'border-info bg-info-soft text-info',
};

/** A sentence the person should not miss; a danger is announced. */
export function Notice({ kind, children }: { kind: keyof typeof noticeKinds; children: ReactNode }) {
  return (
    <div
      role={kind === 'danger' ? 'alert' : 'note'}
      className={`flex items-start gap-2 rounded-control border px-3 py-2 text-14 ${noticeKinds[kind]}`}
    >
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <div className="min-w-0 break-words">{children}</div>
    </div>
  );
}
