import type { Plan } from '@shared/entities/plan';
import type { FilterCondition } from '@shared/list';
import { useNavigate } from '@tanstack/react-router';
import { Package, Plus } from 'lucide-react';
import { useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { useCreating } from '../../app/use-creating';
import { Button } from '../../components/button';
import { StatusChip } from '../../components/chip';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { FilterBuilder } from '../../components/filter-builder';
import { NothingFound } from '../../components/nothing-found';
import { ListPage, PageHeader } from '../../components/page-header';
import { rowCount } from '../../components/row-count';
import { Select } from '../../components/select';
import { SortBuilder } from '../../components/sort-builder';
import { EmptyState } from '../../components/states';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { formatDate } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { LoadSampleButton } from '../first-run/load-sample-button';
import { useHistoryAction } from '../history/open-history';
import { PendingMark } from '../pending/pending-mark';
import { ArchivePlanDialog } from './archive-plan-dialog';
import { DuplicatePlanDialog } from './duplicate-plan-dialog';
import { planActions } from './plan-actions';
import { PlanFormDialog } from './plan-form-dialog';
import { initialPlanSort, type PlanStatus, planFilterFields, planSortFields, planStatuses } from './plan-list';

const crumbs = [{ label: 'Product Catalog' }, { label: 'Plans', to: '/plans' }];

const columns: readonly DataColumn<Plan>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(14rem, 2fr)',
    sortKey: 'name',
    cell: (plan) => (
      <>
        <span className="truncate font-medium" title={plan.name}>
          {plan.name}
        </span>
        <PendingMark entity="plan" id={plan.id} />
      </>
    ),
  },
  {
    id: 'charges',
    header: 'Charges',
    width: '7rem',
    align: 'end',
    cell: (plan) => formatCount(plan.price_count),
  },
  {
    id: 'subscriptions',
    header: 'Subscriptions',
    width: '8rem',
    align: 'end',
    cell: (plan) => formatCount(plan.subscription_count),
  },
  { id: 'status', header: 'Status', width: '7rem', cell: (plan) => <StatusChip status={plan.status} /> },
  {
    id: 'updated_at',
    header: 'Updated at',
    width: '9rem',
    sortKey: 'updated_at',
    cell: (plan) => formatDate(plan.updated_at),
  },
];

interface Open {
  dialog: 'edit' | 'duplicate' | 'archive';
  plan: Plan;
}

/** All plans: find, create, edit, duplicate, archive. */
export function PlansScreen() {
  usePage('Plans', crumbs);
  const [{ search, status, filters, sort }, setList] = useSearchState({
    search: '',
    status: 'published' as PlanStatus,
    filters: [] as FilterCondition[],
    sort: [...initialPlanSort],
  });
  const rows = useApiRows('plan.search', { search, status, filters, sort });
  useStatusText(rowCount(rows, 'plan', 'plans'));
  const [open, setOpen] = useState<Open | null>(null);
  const { isCreating, begin, end } = useCreating();
  useShortcut('C', 'Create a plan', begin);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const openPlan = (id: string) => void navigate({ to: '/plans/$planId', params: { planId: id } });
  const close = () => setOpen(null);

  return (
    <ListPage>
      <PageHeader
        title="Plans"
        actions={
          <Button kind="primary" icon={<Plus aria-hidden size={16} />} aria-label="Add: create a plan" onPress={begin}>
            Add
          </Button>
        }
      />
      <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name or lookup key">
        <Select<PlanStatus>
          label="Status"
          hideLabel
          isCompact
          className="w-32"
          value={status}
          onChange={(next) => setList({ status: next })}
          options={planStatuses}
        />
        <FilterBuilder fields={planFilterFields} value={filters} onChange={(next) => setList({ filters: next })} />
        <SortBuilder
          fields={planSortFields}
          value={sort}
          onChange={(next) => setList({ sort: next })}
          initial={initialPlanSort}
        />
      </Toolbar>
      <DataTable
        label="Plans"
        rows={rows}
        columns={columns}
        rowKey={(plan) => plan.id}
        rowText={(plan) => plan.name}
        onOpen={(plan) => openPlan(plan.id)}
        rowActions={(plan) => [
          { id: 'open', label: 'Open', onAction: () => openPlan(plan.id) },
          ...planActions(plan, {
            onEdit: () => setOpen({ dialog: 'edit', plan }),
            onDuplicate: () => setOpen({ dialog: 'duplicate', plan }),
            onArchive: () => setOpen({ dialog: 'archive', plan }),
            history: historyOf(plan.id),
          }),
        ]}
        sort={sort[0] ?? null}
        onSort={(one) => setList({ sort: [one] })}
        empty={
          search || filters.length > 0 || status !== 'published' ? (
            <NothingFound
              what="plans"
              search={search}
              filters={filters}
              fields={planFilterFields}
              others={status === 'archived' ? ['status is Archived'] : []}
              onClear={() => setList({ search: '', filters: [], status: 'published' })}
            />
          ) : (
            <EmptyState
              title="No plans yet"
              icon={<Package aria-hidden size={32} />}
              actions={
                <>
                  <Button kind="primary" onPress={begin}>
                    Create Plan
                  </Button>
                  <LoadSampleButton />
                </>
              }
            >
              A plan is what customers subscribe to. It holds the charges: fixed ones and those that follow usage.
            </EmptyState>
          )
        }
      />
      {isCreating && <PlanFormDialog onClose={end} onSaved={(plan) => openPlan(plan.id)} />}
      {open?.dialog === 'edit' && <PlanFormDialog plan={open.plan} onClose={close} />}
      {open?.dialog === 'duplicate' && (
        <DuplicatePlanDialog plan={open.plan} onClose={close} onDuplicated={(plan) => openPlan(plan.id)} />
      )}
      {open?.dialog === 'archive' && <ArchivePlanDialog plan={open.plan} onClose={close} />}
    </ListPage>
  );
}
