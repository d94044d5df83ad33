import { toast } from 'sonner';

interface Undo {
  /** What the button says; default "Undo". */
  label?: string;
  onAction(): void;
}

/** Says what has just changed, with a way back where there is one. Stays 8 s; F8 moves the focus to it. */
export function toastDone(message: string, undo?: Undo) {
  toast.success(message, {
    duration: 8000,
    ...(undo && { action: { label: undo.label ?? 'Undo', onClick: undo.onAction } }),
  });
}

/** Says what failed. Stays until dismissed. */
export function toastFailure(error: unknown) {
  toast.error(error instanceof Error ? error.message : String(error), { duration: Number.POSITIVE_INFINITY });
}
