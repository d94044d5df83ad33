import type { Plan } from '@shared/entities/plan';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button } from '../../components/button';
import { StatusChip } from '../../components/chip';
import { CopyButton } from '../../components/copy-button';
import { Notice } from '../../components/form';
import { InSlices } from '../../components/in-slices';
import { MoreMenu } from '../../components/menu';
import { ListPage, Page, PageHeader } from '../../components/page-header';
import { ErrorState, LoadingState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useApiQuery } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { useHistoryAction } from '../history/open-history';
import { ArchivePlanDialog } from './archive-plan-dialog';
import { DuplicatePlanDialog } from './duplicate-plan-dialog';
import { planActions } from './plan-actions';
import { PlanCharges } from './plan-charges';
import { PlanDetails } from './plan-details';
import { PlanFormDialog } from './plan-form-dialog';
import { PlanSubscriptions } from './plan-subscriptions';

const plansCrumbs = [{ label: 'Product Catalog' }, { label: 'Plans', to: '/plans' }];

type Tab = 'charges' | 'subscriptions' | 'details';

function PlanPage({ plan }: { plan: Plan }) {
  usePage(plan.name, [...plansCrumbs, { label: plan.name }]);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const [{ tab }, setView] = useSearchState<{ tab: Tab }>({ tab: 'charges' });
  const [dialog, setDialog] = useState<'edit' | 'duplicate' | 'archive' | null>(null);
  const close = () => setDialog(null);
  return (
    <ListPage>
      <PageHeader
        title={plan.name}
        beside={
          <>
            <StatusChip status={plan.status} />
            <CopyButton text={plan.id} label="Copy id" />
          </>
        }
        actions={
          <MoreMenu
            of={plan.name}
            actions={planActions(plan, {
              onEdit: () => setDialog('edit'),
              onDuplicate: () => setDialog('duplicate'),
              onArchive: () => setDialog('archive'),
              history: historyOf(plan.id),
            })}
          />
        }
      >
        {plan.description && <span className="break-words">{plan.description}</span>}
      </PageHeader>
      {plan.status !== 'published' && (
        <Notice kind="pending">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            This plan is archived: nobody can be subscribed to it. Nothing brings it back, but a copy has all its
            charges.
            <Button onPress={() => setDialog('duplicate')}>Duplicate…</Button>
          </div>
        </Notice>
      )}
      <Tabs
        label="Parts of the plan"
        value={tab}
        onChange={(next) => setView({ tab: next })}
        tabs={[
          {
            id: 'charges',
            label: `Charges (${formatCount(plan.price_count)})`,
            content: <PlanCharges plan={plan} />,
          },
          {
            id: 'subscriptions',
            label: `Subscriptions (${formatCount(plan.subscription_count)})`,
            content: <PlanSubscriptions plan={plan} />,
          },
          { id: 'details', label: 'Details', content: <PlanDetails plan={plan} /> },
        ]}
      />
      {dialog === 'edit' && <PlanFormDialog plan={plan} onClose={close} />}
      {dialog === 'duplicate' && (
        <DuplicatePlanDialog
          plan={plan}
          onClose={close}
          onDuplicated={(copy) => void navigate({ to: '/plans/$planId', params: { planId: copy.id } })}
        />
      )}
      {dialog === 'archive' && <ArchivePlanDialog plan={plan} onClose={close} />}
    </ListPage>
  );
}

function NoPlanPage({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  usePage('Plan', [...plansCrumbs, { label: 'Plan' }]);
  // No heading while it loads: the page's own one takes the focus when it comes.
  if (!error) return <LoadingState label="Loading the plan" />;
  return (
    <Page>
      <PageHeader title="Plan" />
      <ErrorState error={error} onRetry={onRetry} />
    </Page>
  );
}

/** One plan: its charges, who is subscribed to it, and its facts. */
export function PlanScreen() {
  const { planId } = useParams({ from: '/plans/$planId' });
  const plan = useApiQuery('plan.get', { id: planId }, { keepPrevious: false });
  if (!plan.data) return <NoPlanPage error={plan.error} onRetry={() => void plan.refetch()} />;
  return (
    <InSlices key={planId}>
      <PlanPage plan={plan.data} />
    </InSlices>
  );
}
