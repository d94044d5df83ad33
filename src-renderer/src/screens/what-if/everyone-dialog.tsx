import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog';
import { Select } from '../../components/select';
import { useApiQuery } from '../../door/use-api';
import { billingPeriodNames } from '../../format/price';
import type { ChangeOf } from './change-of-terms';
import { PlanSelect } from './plan-select';

interface Props {
  change: ChangeOf<'everyone_on_plan'> | null;
  onDone(change: ChangeOf<'everyone_on_plan'>): void;
  onClose(): void;
}

/** Looks at all usage as one plan would price it. */
export function EveryoneDialog({ change, onDone, onClose }: Props) {
  const [planId, setPlanId] = useState(change?.plan_id ?? null);
  const [chosen, setChosen] = useState(change ? termKey(change) : null);
  const [attempts, setAttempts] = useState(0);
  const terms = useTerms(planId);
  const key = chosen ?? terms[0]?.id ?? null;
  const submit = () => {
    if (planId === null) return setAttempts(attempts + 1);
    const [currency = '', billing_period = ''] = key?.split(' ') ?? [];
    onDone({
      kind: 'everyone_on_plan',
      plan_id: planId,
      currency: currency || null,
      billing_period: billing_period || null,
    });
  };
  return (
    <FormDialog
      title="Price everyone on a plan"
      description="Every customer with usage is priced as if on this plan and no other, with or without a subscription."
      submitLabel="Compare"
      onSubmit={submit}
      onClose={onClose}
      attempts={attempts}
    >
      <PlanSelect
        autoFocus
        label="Plan"
        description="Its prices as they are today count for the whole range."
        planId={planId}
        onChange={(id) => {
          setPlanId(id);
          setChosen(null);
        }}
        error={attempts > 0 && planId === null ? 'Choose a plan.' : null}
      />
      {terms.length > 1 && (
        <Select
          label="Terms"
          description="The plan has prices for several currencies or periods; a customer takes one of them."
          value={key}
          onChange={setChosen}
          options={terms}
        />
      )}
    </FormDialog>
  );
}

const termKey = ({
  currency,
  billing_period,
}: {
  currency?: string | null | undefined;
  billing_period?: string | null | undefined;
}) => `${currency ?? ''} ${billing_period ?? ''}`;

/** The currencies and periods a plan's usage prices come in, those of most prices first. */
function useTerms(planId: string | null): { id: string; label: string }[] {
  const prices = useApiQuery(
    'price.search',
    { entity_ids: [planId ?? ''], limit: -1 },
    { enabled: planId !== null, keepPrevious: false },
  );
  const usage = (prices.data?.items ?? []).filter(({ type }) => type === 'USAGE');
  return [...Map.groupBy(usage, termKey)]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([id, [first]]) =>
      first ? [{ id, label: `${first.currency.toUpperCase()}, ${billingPeriodNames[first.billing_period]}` }] : [],
    );
}
