import type { Plan } from '@shared/entities/plan';
import { Link } from '@tanstack/react-router';
import { type Detail, DetailsList } from '../../components/details-list';
import { useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';

function SourcePlan({ id }: { id: string }) {
  const source = useApiQuery('plan.get', { id }, { keepPrevious: false });
  if (source.error) return <span className="font-mono break-all">{id}</span>;
  return (
    <Link to="/plans/$planId" params={{ planId: id }} className="rounded-control text-link underline">
      {source.data?.name ?? '…'}
    </Link>
  );
}

/** The facts of a plan. */
export function PlanDetails({ plan }: { plan: Plan }) {
  const sourceId = plan.metadata.source_plan_id;
  const details: Detail[] = [
    { label: 'Plan Name', value: plan.name },
    {
      label: 'Lookup Key',
      value: plan.lookup_key && <span className="font-mono break-all">{plan.lookup_key}</span>,
      ...(plan.lookup_key && { copy: plan.lookup_key }),
    },
    {
      label: 'Description',
      value: plan.description && <span className="whitespace-pre-wrap">{plan.description}</span>,
    },
    { label: 'Id', value: <span className="font-mono break-all">{plan.id}</span>, copy: plan.id },
    ...(sourceId ? [{ label: 'Duplicated from', value: <SourcePlan id={sourceId} /> }] : []),
    { label: 'Created at', value: formatDateTime(plan.created_at) },
    { label: 'Updated at', value: formatDateTime(plan.updated_at) },
  ];
  const pairs = Object.entries(plan.metadata).map(([label, value]) => ({ label, value }));
  return (
    <div className="flex flex-col gap-5 overflow-y-auto pb-5">
      <DetailsList details={details} />
      <section className="flex flex-col gap-1">
        <h2 className="text-16 font-semibold">Metadata</h2>
        {pairs.length > 0 ? (
          <DetailsList details={pairs} />
        ) : (
          <p className="text-14 text-muted">None. Edit the plan to add keys and values of your own.</p>
        )}
      </section>
    </div>
  );
}
