import type { CallContext } from '@shared/door';
import { AppError } from '@shared/errors';

/** Throws as soon as the question of this call was withdrawn; long reads call it now and then. */
export function cancelCheck({ cancel_flag }: Pick<CallContext, 'cancel_flag'>): () => void {
  if (!cancel_flag) return () => undefined;
  const flag = new Int32Array(cancel_flag);
  return () => {
    if (Atomics.load(flag, 0) !== 0) throw new AppError('invalid_operation', 'This question was withdrawn');
  };
}
