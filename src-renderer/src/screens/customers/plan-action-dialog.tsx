import type { CustomerPlan } from '@shared/entities/customer-plan';
import { useMemo, useState } from 'react';
import { DateField } from '../../components/date-fields';
import { Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { SearchSelect } from '../../components/search-select';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { countText, formatCount } from '../../format/quantity';
import { type NamedPlan, plansByText } from '../plans/plans-by-text';
import { type BulkAction, bulkChanges } from './bulk-changes';
import { pastStartNote } from './past-start';
import { instantOfDay, type PlanChange } from './plan-drafts';
import { manyText, outcomeText, usageText } from './plan-outcome';
import { SavingPlans } from './saving-plans';
import { isMany, usePlanChanges } from './use-plan-changes';

export type PlanActionKind = BulkAction['kind'];

interface Props {
  kind: PlanActionKind;
  rows: readonly CustomerPlan[];
  plans: readonly NamedPlan[];
  firstDay: string;
  onDone(): void;
  onClose(): void;
}

const texts = {
  put: { title: 'Put on a plan', submit: 'Put on plan', day: 'First Day' },
  move: { title: 'Move to another plan', submit: 'Move', day: 'First Day on the New Plan' },
  end: { title: 'End plans', submit: 'End', day: 'Last Day' },
};

const shownProblems = 5;

/** Puts selected customers on a plan, moves them to another or ends theirs, and says before what will happen. */
export function PlanActionDialog({ kind, rows, plans, firstDay, onDone, onClose }: Props) {
  const { timezone: zone } = useEnvironment();
  const [plan, setPlan] = useState<NamedPlan | null>(null);
  const [search, setSearch] = useState('');
  const [day, setDay] = useState(kind === 'put' ? firstDay : '');
  const [lastDay, setLastDay] = useState('');
  const { save, stop, isPending, error } = usePlanChanges();
  const action = actionOf(kind, plan?.id ?? null, day, lastDay, zone);
  const actionKey = JSON.stringify(action);
  const changes = useMemo(() => {
    const wanted = JSON.parse(actionKey) as BulkAction | null;
    return wanted ? bulkChanges(wanted, rows) : [];
  }, [actionKey, rows]);
  const preview = useApiQuery(
    'customerPlan.preview',
    { changes },
    { enabled: changes.length > 0, keepPrevious: false },
  );
  const problems = preview.data?.problems ?? [];
  const text = texts[kind];
  const customers = new Set(rows.map(({ external_id }) => external_id)).size;

  return (
    <FormDialog
      title={text.title}
      description={`${countText(customers, 'customer', 'customers')} selected.`}
      submitLabel={text.submit}
      // A job that makes very many goes on by itself; what is refused is told in here.
      onSubmit={() => void save(changes).then(onDone, () => undefined)}
      onClose={isPending ? stop : onClose}
      footerStart={isPending && <SavingPlans count={changes.length} percent={null} onStop={stop} />}
      canSubmit={changes.length > 0 && preview.data !== undefined && problems.length === 0}
      isPending={isPending}
      error={error ?? preview.error}
    >
      {kind !== 'end' && (
        <SearchSelect<NamedPlan>
          label="Plan"
          isRequired
          autoFocus
          value={plan?.id ?? null}
          valueText={plan?.name ?? ''}
          items={plansByText(search, plans)}
          itemKey={(one) => one.id}
          itemText={(one) => one.name}
          onSearch={setSearch}
          onChange={(_, one) => setPlan(one)}
          searchPlaceholder="Search plans…"
          placeholder="Choose a plan…"
        />
      )}
      <DateField
        label={text.day}
        isRequired
        autoFocus={kind === 'end'}
        value={day}
        onChange={setDay}
        description={kind === 'end' ? undefined : pastStartNote(day, zone)}
      />
      {kind === 'put' && (
        <DateField label="Last Day" value={lastDay} onChange={setLastDay} description="Empty: it runs on." />
      )}
      {action && changes.length === 0 && <Notice kind="info">None of the selected rows is concerned by this.</Notice>}
      {preview.data && problems.length === 0 && (
        <Notice kind="info">
          {outcomeText(preview.data.outcome)}. {usageText(preview.data, zone)} {isMany(changes) && manyText}
        </Notice>
      )}
      {problems.length > 0 && <Problems problems={problems} changes={changes} rows={rows} />}
    </FormDialog>
  );
}

function actionOf(
  kind: PlanActionKind,
  plan_id: string | null,
  day: string,
  lastDay: string,
  zone: string,
): BulkAction | null {
  if (day === '' || (kind !== 'end' && plan_id === null)) return null;
  if (kind === 'end') return { kind, at: instantOfDay(day, zone, true) };
  if (kind === 'move') return { kind, plan_id: plan_id ?? '', at: instantOfDay(day, zone) };
  return {
    kind,
    plan_id: plan_id ?? '',
    start_date: instantOfDay(day, zone),
    end_date: lastDay === '' ? null : instantOfDay(lastDay, zone, true),
  };
}

interface ProblemsProps {
  problems: readonly { index: number; message: string }[];
  changes: readonly PlanChange[];
  rows: readonly CustomerPlan[];
}

function Problems({ problems, changes, rows }: ProblemsProps) {
  const names = new Map(rows.map(({ external_id, name }) => [external_id, name || external_id]));
  const nameOf = (index: number) => {
    const id = changes[index]?.external_customer_id ?? '';
    return names.get(id) ?? id;
  };
  return (
    <Notice kind="danger">
      <p>{countText(problems.length, 'row stands', 'rows stand')} in the way, so nothing is done:</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.slice(0, shownProblems).map(({ index, message }) => (
          <li key={index} className="break-words">
            {nameOf(index)}: {message}
          </li>
        ))}
        {problems.length > shownProblems && <li>and {formatCount(problems.length - shownProblems)} more</li>}
      </ul>
    </Notice>
  );
}
