import type { CustomerPlan } from '@shared/entities/customer-plan';
import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { FocusGoesOn } from '../../components/focus-goes-on';
import { rowCount } from '../../components/row-count';
import { Select } from '../../components/select';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { toastFailure } from '../../components/toast';
import { Toolbar } from '../../components/toolbar';
import { api } from '../../door/api';
import { useEnvironment } from '../../door/environment';
import { exportCustomerPlans } from '../../door/exports';
import { useApiQuery } from '../../door/use-api';
import { useApiRows } from '../../door/use-api-rows';
import { formatCount } from '../../format/quantity';
import { PlanActionDialog, type PlanActionKind } from './plan-action-dialog';
import { type PlanField, pastedCells, planFields, planRowKey } from './plan-drafts';
import { PlanEditBar } from './plan-edit-bar';
import { PlanGrid, type SelectedPlans } from './plan-grid';
import { type CellEdit, usePlanDrafts } from './use-plan-drafts';

const everyone = 'all';
const withoutPlan = 'none';
const pageSize = 1000;

const actions: { kind: PlanActionKind; label: string }[] = [
  { kind: 'put', label: 'Put on plan…' },
  { kind: 'move', label: 'Move to plan…' },
  { kind: 'end', label: 'End…' },
];

/** Which customer is on which plan, from when to when: to look at and to edit, one by one or many at once. */
export function PlanView() {
  const { timezone: zone } = useEnvironment();
  const [{ search, plan, order_by, direction }, setList] = useSearchState({
    search: '',
    plan: everyone,
    order_by: 'name',
    direction: 'asc',
  });
  const question = {
    search,
    plan_ids: plan === everyone ? [] : [plan === withoutPlan ? '' : plan],
    order_by: order_by as 'name',
    direction: direction as 'asc',
  };
  const rows = useApiRows('customerPlan.list', question);
  const found = useApiQuery('plan.search', { status: 'published', limit: pageSize });
  const plans = useMemo(
    () => (found.data?.items ?? []).map(({ id, name, lookup_key }) => ({ id, name, lookup_key })),
    [found.data],
  );
  const summary = useApiQuery('event.summary', {});
  const first = summary.data?.first_timestamp;
  const firstDay = dayText(calendarOf(zone).dayOf(first ? Date.parse(first) : Date.now()));
  const drafts = usePlanDrafts({ plans, zone, firstDay });
  const [selected, setSelected] = useState<SelectedPlans>(new Map());
  const [isExporting, setExporting] = useState(false);
  const [action, setAction] = useState<PlanActionKind | null>(null);
  const select = (next: SelectedPlans) => setSelected(next);
  useStatusText(
    [rowCount(rows, 'row', 'rows'), selected.size > 0 && `${formatCount(selected.size)} selected`]
      .filter(Boolean)
      .join(' · '),
  );
  useShortcut('Mod+Z', 'Take the last edit back', drafts.undo, drafts.canUndo);

  const selectAll = async () => {
    const all: CustomerPlan[] = [];
    for (let offset = 0; offset === 0 || offset < rows.total; offset += pageSize) {
      all.push(...(await api('customerPlan.list', { ...question, limit: pageSize, offset })).items);
    }
    select(new Map(all.map((row) => [planRowKey(row), row])));
  };
  const paste = async (from: number, field: PlanField, text: string) => {
    const lines = pastedCells(text);
    const [only] = lines[0] ?? [];
    if (lines.length === 1 && lines[0]?.length === 1 && only !== undefined && selected.size > 1) {
      drafts.edit([...selected.values()].map((row) => ({ row, field, text: only })));
      return;
    }
    const start = planFields.indexOf(field);
    const items: CustomerPlan[] = [];
    for (let done = 0; done < lines.length && (done === 0 || from + done < rows.total); done += pageSize) {
      const limit = Math.min(pageSize, lines.length - done);
      items.push(...(await api('customerPlan.list', { ...question, limit, offset: from + done })).items);
    }
    drafts.edit(
      items.flatMap((row, index) =>
        (lines[index] ?? []).flatMap((cell, column): CellEdit[] => {
          const into = planFields[start + column];
          return into ? [{ row, field: into, text: cell }] : [];
        }),
      ),
    );
  };
  const exportRows = () => {
    setExporting(true);
    const { search: term, plan_ids } = question;
    return exportCustomerPlans({ search: term, plan_ids }).finally(() => setExporting(false));
  };
  const isFiltered = search !== '' || plan !== everyone;
  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name or external ID">
        <Select
          label="Plan"
          hideLabel
          isCompact
          className="w-48"
          value={plan}
          onChange={(id) => setList({ plan: id })}
          options={[
            { id: everyone, label: 'All plans' },
            { id: withoutPlan, label: 'Without a plan' },
            ...plans.map(({ id, name }) => ({ id, label: name })),
          ]}
        />
        {selected.size > 0 && (
          <FocusGoesOn>
            {actions.map(({ kind, label }) => (
              <Button key={kind} onPress={() => setAction(kind)}>
                {label}
              </Button>
            ))}
            <Button kind="quiet" onPress={() => select(new Map())}>
              Clear selection
            </Button>
          </FocusGoesOn>
        )}
        <Button
          icon={<Download aria-hidden size={16} />}
          isPending={isExporting}
          isDisabled={rows.total === 0}
          onPress={() => void exportRows().catch(toastFailure)}
        >
          Export CSV
        </Button>
      </Toolbar>
      {rows.isLoading ? (
        <LoadingState label="Loading plans of customers" />
      ) : rows.total === 0 ? (
        <EmptyState
          title={isFiltered ? 'No customer matches' : 'No customers yet'}
          actions={
            isFiltered ? (
              <Button onPress={() => setList({ search: '', plan: everyone })}>Clear filters</Button>
            ) : undefined
          }
        >
          {isFiltered
            ? 'Search by name or external ID, or choose another plan.'
            : 'Import customers with their plans from a CSV file, or import usage: whoever uses something is listed here.'}
        </EmptyState>
      ) : (
        <PlanGrid
          rows={rows}
          drafts={drafts}
          plans={plans}
          zone={zone}
          sort={{ field: order_by, direction: direction === 'desc' ? 'desc' : 'asc' }}
          onSort={(sort) => setList({ order_by: sort.field, direction: sort.direction })}
          selected={selected}
          onSelect={select}
          onSelectAll={() => void selectAll().catch(toastFailure)}
          onPaste={(from, field, text) => void paste(from, field, text).catch(toastFailure)}
        />
      )}
      {/* Edits that were kept name plans: before those are known they would be said to be wrong. */}
      {!found.isPending && <PlanEditBar drafts={drafts} />}
      {action && (
        <PlanActionDialog
          kind={action}
          rows={[...selected.values()]}
          plans={plans}
          firstDay={firstDay}
          onClose={() => setAction(null)}
          onDone={() => {
            setAction(null);
            select(new Map());
          }}
        />
      )}
    </div>
  );
}
