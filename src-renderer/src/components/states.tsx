import { CircleAlert, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';

interface EmptyProps {
  title: string;
  /** What the screen is for, or which filters found nothing. */
  children?: ReactNode;
  icon?: ReactNode;
  /** The next action and one alternative. */
  actions?: ReactNode;
}

/** Nothing here yet, or nothing found: says so and what to do next. */
export function EmptyState({ title, children, icon, actions }: EmptyProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-3 px-6 py-16 text-center">
      {icon && <div className="text-muted">{icon}</div>}
      <h2 className="max-w-full text-16 font-semibold break-words">{title}</h2>
      {children && <div className="max-w-[min(30rem,100%)] text-14 break-words text-secondary">{children}</div>}
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** Something could not be shown: why, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center justify-center gap-3 px-6 py-16 text-center">
      <CircleAlert aria-hidden size={24} className="text-danger" />
      <h2 className="text-16 font-semibold">This could not be shown</h2>
      <p className="max-w-[min(30rem,100%)] text-14 break-words text-secondary">
        {error instanceof Error ? error.message : String(error)}
      </p>
      {onRetry && (
        <Button icon={<RotateCw aria-hidden size={16} />} onPress={onRetry}>
          Retry
        </Button>
      )}
    </div>
  );
}

/** True once something has taken longer than a person notices. */
function useIsLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}

const skeleton = (rows: number) =>
  Array.from({ length: rows }, (_, index) => ({ id: `row-${index}`, width: `${90 - (index % 3) * 15}%` }));

/** Grey rows in place of content that takes longer than 150 ms; nothing before that, so fast answers never flicker. */
export function LoadingState({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  const isLate = useIsLate();
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{label}</span>
      {isLate &&
        skeleton(rows).map(({ id, width }) => (
          <div key={id} className="h-5 animate-pulse rounded-control bg-hover" style={{ width }} />
        ))}
    </div>
  );
}
