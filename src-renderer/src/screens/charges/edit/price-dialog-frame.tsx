import { Dialog } from '../../../components/dialog';
import { ErrorState, LoadingState } from '../../../components/states';
import type { ApiError } from '../../../door/api';

/** What a price's dialog shows until the price is there, or why it never will be. */
export function PriceDialogFrame(props: { title: string; error: ApiError | null; onRetry(): void; onClose(): void }) {
  return (
    <Dialog title={props.title} isOpen onClose={props.onClose}>
      {props.error ? (
        <ErrorState error={props.error} onRetry={props.onRetry} />
      ) : (
        <LoadingState label="Loading the charge" />
      )}
    </Dialog>
  );
}
