import { useParams } from '@tanstack/react-router';
import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { ErrorState, LoadingState } from '../../components/states';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { ChargeStaging } from './add/charge-staging';

/** Add Charges: one or several charges are put together, then saved to the plan all at once. */
export function AddChargesScreen() {
  const { planId } = useParams({ from: '/plans/$planId/charges/new' });
  const environment = useEnvironment();
  const plan = useApiQuery('plan.get', { id: planId }, { keepPrevious: false });
  const name = plan.data?.name ?? 'Plan';
  const title = plan.data ? `Add Charges to ${plan.data.name}` : 'Add Charges';
  usePage(title, [
    { label: 'Product Catalog' },
    { label: 'Plans', to: '/plans' },
    { label: name, to: `/plans/${planId}` },
    { label: 'Add Charges' },
  ]);
  return (
    <Page isWide={false}>
      <PageHeader title={title} />
      {plan.data ? (
        <ChargeStaging key={planId} plan={plan.data} place={`${environment.id}/${planId}`} />
      ) : plan.error ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <LoadingState label="Loading the plan" />
      )}
    </Page>
  );
}
