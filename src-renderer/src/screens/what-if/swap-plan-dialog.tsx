import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog';
import { CustomerFilter } from '../analytics/report-filters';
import type { ChangeOf } from './change-of-terms';
import { PlanSelect } from './plan-select';

interface Props {
  change: ChangeOf<'swap_plan'> | null;
  onDone(change: ChangeOf<'swap_plan'>): void;
  onClose(): void;
}

/** Tries another plan on the subscribers of one. */
export function SwapPlanDialog({ change, onDone, onClose }: Props) {
  const [from, setFrom] = useState(change?.from_plan_id ?? null);
  const [to, setTo] = useState(change?.to_plan_id ?? null);
  const [customers, setCustomers] = useState<string[]>(change?.customer_ids ?? []);
  const [attempts, setAttempts] = useState(0);
  const isTried = attempts > 0;
  const submit = () => {
    if (from === null || to === null || from === to) return setAttempts(attempts + 1);
    onDone({ kind: 'swap_plan', from_plan_id: from, to_plan_id: to, customer_ids: customers });
  };
  return (
    <FormDialog
      title="Try another plan"
      description="Only the comparison changes. Subscriptions stay as they are."
      submitLabel="Compare"
      onSubmit={submit}
      onClose={onClose}
      attempts={attempts}
    >
      <PlanSelect
        autoFocus
        label="Customers of"
        planId={from}
        onChange={setFrom}
        error={isTried && from === null ? 'Choose the plan they are on.' : null}
      />
      <div className="flex flex-wrap items-center gap-2">
        <CustomerFilter chosen={customers} onChange={setCustomers} />
      </div>
      <PlanSelect
        label="Priced as if on"
        description="Its prices as they are today count for the whole range."
        planId={to}
        onChange={setTo}
        error={
          !isTried
            ? null
            : to === null
              ? 'Choose the plan to try.'
              : to === from
                ? 'This is the plan they are on. Choose another one.'
                : null
        }
      />
    </FormDialog>
  );
}
