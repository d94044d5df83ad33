import type { OutputOf } from '@shared/contract';
import type { Plan } from '@shared/entities/plan';
import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import { useState } from 'react';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDay } from '../../format/date';
import { countText } from '../../format/quantity';
import { instantsOf } from '../analytics/range-presets';
import { customersText } from './customer-ids';

/** What was done, as a sentence. */
export function subscribedText(plan: Plan, day: string, done: OutputOf<'subscription.createMany'>): string {
  return [
    `${countText(done.created, 'subscription', 'subscriptions')} added to ${plan.name} from ${formatDay(day)}`,
    done.customers_created > 0 && `${customersText(done.customers_created)} created`,
    done.skipped > 0 && `${countText(done.skipped, 'customer was', 'customers were')} on the plan already`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** Putting customers on a plan from a day on: the first day of usage unless another is chosen. */
export function useSubscribeCustomers() {
  const { timezone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const create = useApiMutation('subscription.createMany');
  const [chosenDay, setDay] = useState<string | null>(null);
  const first = summary.data?.first_timestamp;
  const firstDay = dayText(calendarOf(timezone).dayOf(first ? Date.parse(first) : Date.now()));
  const day = chosenDay ?? (summary.data ? firstDay : '');
  return {
    /** First day of the subscriptions, in the environment's zone; "" while there is none. */
    day,
    setDay,
    isDayChosen: chosenDay !== null,
    hasUsage: Boolean(first),
    /** How many customers have usage. */
    customers: summary.data?.external_customer_ids_count ?? 0,
    error: create.error,
    isPending: create.isPending,
    /** Subscribes these customers, or with null all who have usage; answers a sentence about what was done. */
    subscribe(plan: Plan, external_customer_ids: string[] | null, onDone: (message: string) => void) {
      const { start_time } = instantsOf({ from: day, to: day }, timezone);
      create.mutate(
        { plan_id: plan.id, external_customer_ids, start_date: start_time },
        { onSuccess: (done) => onDone(subscribedText(plan, day, done)) },
      );
    },
  };
}

export type SubscribeCustomers = ReturnType<typeof useSubscribeCustomers>;
