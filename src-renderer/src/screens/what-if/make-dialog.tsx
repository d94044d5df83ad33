import type { WhatIfChangeInput } from '@shared/entities/what-if';
import type { WhatIfMakingInput, WhatIfReview } from '@shared/entities/what-if-making';
import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import { useState } from 'react';
import { DateField } from '../../components/date-fields';
import { Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { RadioCards } from '../../components/radio-cards';
import { toastDone, toastFailure } from '../../components/toast';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { countText } from '../../format/quantity';
import { nextPeriodStart } from '../charges/pricing/periods';
import { dayOfInstant, instantOfDay } from '../customers/plan-drafts';
import { outcomeText } from '../customers/plan-outcome';
import { takeBackChanges } from '../customers/use-plan-changes';
import { MakeReview } from './make-review';

interface Props {
  changes: readonly WhatIfChangeInput[];
  onMade(): void;
  onClose(): void;
}

const movesCustomers = ({ kind }: WhatIfChangeInput) => kind === 'swap_plan' || kind === 'everyone_on_plan';

/** Makes what was tried real from a chosen day: says exactly what will be written, then writes all of it or nothing. */
export function MakeDialog({ changes, onMade, onClose }: Props) {
  const { timezone: zone } = useEnvironment();
  const [now] = useState(() => new Date().toISOString());
  const today = dayText(calendarOf(zone).dayOf(Date.parse(now)));
  const [day, setDay] = useState(() => dayOfInstant(nextPeriodStart('MONTHLY', now, zone), zone));
  const [oldPlans, setOldPlans] = useState<'end' | 'keep'>('end');
  const [attempts, setAttempts] = useState(0);
  const make = useApiMutation('whatIf.make');
  const input: WhatIfMakingInput = {
    changes: [...changes],
    effective_from: day === '' ? now : instantOfDay(day, zone),
    old_plans: oldPlans,
  };
  const review = useApiQuery('whatIf.review', input, { enabled: day !== '' });
  const told = day === '' || review.isPlaceholderData ? undefined : review.data;
  const isPossible = told !== undefined && told.problems.length === 0 && sizeOf(told) > 0;
  const submit = () => {
    if (!isPossible) return setAttempts(attempts + 1);
    make.mutate(input, {
      onSuccess: ({ versions, charges, outcome, plan_changes }) => {
        const parts = [
          versions > 0 && countText(versions, 'price changed', 'prices changed'),
          charges > 0 && countText(charges, 'charge added', 'charges added'),
          plan_changes.length > 0 && outcomeText(outcome),
        ].filter(Boolean);
        const undo = () =>
          void takeBackChanges(plan_changes).then(
            () => toastDone('The customers are on their plans as before'),
            toastFailure,
          );
        onMade();
        toastDone(
          parts.join(', '),
          plan_changes.length > 0
            ? { onAction: undo, ...(versions + charges > 0 && { label: 'Undo the moves' }) }
            : undefined,
        );
      },
    });
  };
  return (
    <FormDialog
      title="Make it real"
      description="All of it is written together, or nothing."
      size="large"
      submitLabel={told && sizeOf(told) > 0 ? 'Make the changes' : 'Nothing to change'}
      onSubmit={submit}
      onClose={onClose}
      canSubmit={isPossible}
      isPending={make.isPending}
      error={make.error ?? review.error}
      attempts={attempts}
    >
      <DateField
        label="From"
        isRequired
        autoFocus
        value={day}
        onChange={setDay}
        description={
          day !== '' && day < today
            ? 'This day has passed: usage since then is priced anew.'
            : 'The first day on which the changes hold.'
        }
      />
      {changes.some(movesCustomers) && (
        <RadioCards<'end' | 'keep'>
          label="Plans that customers leave"
          value={oldPlans}
          onChange={setOldPlans}
          cards={[
            {
              id: 'end',
              label: 'End as the new plan begins',
              description: 'At the same moment, nothing charged twice.',
            },
            { id: 'keep', label: 'Go on as well', description: 'Customers are charged by both plans.' },
          ]}
        />
      )}
      {told ? (
        <MakeReview review={told} changes={changes} zone={zone} />
      ) : (
        day !== '' && !review.error && <Notice kind="info">Looking at what this would change…</Notice>
      )}
    </FormDialog>
  );
}

const sizeOf = ({ versions, charges, plan_steps }: WhatIfReview) =>
  versions.length + charges.length + plan_steps.length;
