import type { Feature } from '@shared/entities/feature';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { chargesText } from '../plans/charge-terms';

/** Archives a feature; says how many charges measure by it. */
export function ArchiveFeatureDialog({ feature, onClose }: { feature: Feature; onClose(): void }) {
  const archive = useApiMutation('feature.archive');
  const charges = useApiQuery(
    'price.search',
    { meter_ids: [feature.meter_id], limit: 1 },
    { enabled: feature.meter_id !== '', keepPrevious: false },
  );
  const count = charges.data?.pagination.total ?? 0;
  return (
    <ConfirmDialog
      title={`Archive “${feature.name}”?`}
      confirmLabel="Archive Feature"
      isDangerous
      isPending={archive.isPending}
      error={archive.error}
      onConfirm={() =>
        archive.mutate(
          { id: feature.id },
          {
            onSuccess: () => {
              onClose();
              toastDone(`Feature “${feature.name}” archived`);
            },
          },
        )
      }
      onClose={onClose}
    >
      <p>It can no longer be chosen for new charges, and its lookup key becomes free.</p>
      {count > 0 && (
        <p>
          <strong className="font-semibold text-ink">{chargesText(count)}</strong> by this feature{' '}
          {count === 1 ? 'goes' : 'go'} on as before: the usage is still measured and priced.
        </p>
      )}
    </ConfirmDialog>
  );
}
