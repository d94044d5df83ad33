import { toast } from 'sonner';

interface ToastAction {
  /** What the button says; default "Undo". */
  label?: string;
  onAction(): void;
}

/** Says what has just changed, with a way back where there is one. Stays 8 s; F8 moves the focus to it. */
export function toastDone(message: string, undo?: ToastAction) {
  toast.success(message, {
    duration: 8000,
    ...(undo && { action: { label: undo.label ?? 'Undo', onClick: undo.onAction } }),
  });
}

/** Says what failed. Stays until dismissed. */
export function toastFailure(error: unknown) {
  toast.error(error instanceof Error ? error.message : String(error), { duration: Number.POSITIVE_INFINITY });
}

/** The same with a way to what can be done about it. */
export function toastProblem(message: string, { label, onAction }: Required<ToastAction>) {
  toast.error(message, { duration: Number.POSITIVE_INFINITY, action: { label, onClick: onAction } });
}
