import type { Plan } from '@shared/entities/plan';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toastDone } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { chargesText } from './charge-terms';

interface Props {
  plan: Plan;
  onClose(): void;
}

/** Archives a plan nobody is subscribed to; else says what stands in the way and leads there. */
export function ArchivePlanDialog({ plan, onClose }: Props) {
  const archive = useApiMutation('plan.archive');
  const navigate = useNavigate();
  const count = plan.subscription_count;

  if (count > 0) {
    const showSubscriptions = () => {
      onClose();
      void navigate({ to: '/plans/$planId', params: { planId: plan.id }, search: { tab: 'subscriptions' } as never });
    };
    return (
      <ConfirmDialog
        title={`“${plan.name}” cannot be archived yet`}
        confirmLabel="Show subscriptions"
        onConfirm={showSubscriptions}
        onClose={onClose}
      >
        <p>Please remove the active subscriptions before archiving this plan.</p>
        <p>
          {count === 1 ? '1 subscription has' : `${formatCount(count)} subscriptions have`} not ended. End them first,
          so that nobody is charged by a plan that is out of sight.
        </p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={`Archive “${plan.name}”?`}
      confirmLabel="Archive Plan"
      isDangerous
      isPending={archive.isPending}
      error={archive.error}
      onConfirm={() =>
        archive.mutate(
          { id: plan.id },
          {
            onSuccess: () => {
              onClose();
              toastDone(`Plan “${plan.name}” archived`);
            },
          },
        )
      }
      onClose={onClose}
    >
      <p>
        Nobody can be subscribed to it any more, and its lookup key becomes free.{' '}
        {plan.price_count > 0 && `Its ${chargesText(plan.price_count)} stay as they are, in their groups.`}
      </p>
      <p>An archived plan is kept under Status: Archived and can be duplicated.</p>
    </ConfirmDialog>
  );
}
