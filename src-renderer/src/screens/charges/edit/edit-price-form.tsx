import { Dialog } from '../../../components/dialog';
import type { EditedPrice } from './use-edited-price';

/** The editor of one price. */
export function EditPriceForm({ edited, onClose }: { edited: EditedPrice; onClose(): void }) {
  return (
    <Dialog title="Edit Price" isOpen onClose={onClose}>
      {edited.price.display_name}
    </Dialog>
  );
}
