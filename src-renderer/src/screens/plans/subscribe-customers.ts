import type { OutputOf } from '@shared/contract';
import type { Plan } from '@shared/entities/plan';
import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import { useDeferredValue, useState } from 'react';
import type { PageInput } from '../../door/api';
import { useEnvironment } from '../../door/environment';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDay } from '../../format/date';
import { countText } from '../../format/quantity';
import { instantsOf } from '../analytics/range-presets';
import { customersText } from './customer-ids';
import { subscribingText } from './subscribing-text';

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

/** Whom to put on which plan; null customers are all with usage. */
export interface Subscribing {
  plan: Plan | null;
  external_customer_ids: readonly string[] | null;
}

/** Putting customers on a plan from a day on: the first day of usage unless another is chosen. */
export function useSubscribeCustomers({ plan, external_customer_ids }: Subscribing) {
  const { timezone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const create = useApiMutation('subscription.createMany');
  const [chosenDay, setDay] = useState<string | null>(null);
  const first = summary.data?.first_timestamp;
  const firstDay = dayText(calendarOf(timezone).dayOf(first ? Date.parse(first) : Date.now()));
  const day = chosenDay ?? (summary.data ? firstDay : '');
  const question = useDeferredValue(
    JSON.stringify({
      plan_id: plan?.id ?? '',
      external_customer_ids,
      start_date: day === '' ? '' : instantsOf({ from: day, to: day }, timezone).start_time,
    }),
  );
  const asked = JSON.parse(question) as PageInput<'customerPlan.previewMany'>;
  const isAsked = (plan?.price_count ?? 0) > 0 && asked.start_date !== '' && asked.external_customer_ids?.length !== 0;
  const preview = useApiQuery('customerPlan.previewMany', asked, { enabled: isAsked, keepPrevious: false });
  return {
    /** First day of the subscriptions, in the environment's zone; "" while there is none. */
    day,
    setDay,
    isDayChosen: chosenDay !== null,
    hasUsage: Boolean(first),
    /** How many customers have usage. */
    customers: summary.data?.external_customer_ids_count ?? 0,
    /** What it will do and mean for usage that is here already, in words; null while that is not known. */
    preview: isAsked && preview.data ? subscribingText(preview.data, timezone) : null,
    error: create.error ?? (isAsked ? preview.error : null),
    isPending: create.isPending,
    /** Subscribes these customers, or with null all who have usage; answers a sentence about what was done. */
    subscribe(onDone: (message: string) => void) {
      if (!plan) return;
      const { start_time } = instantsOf({ from: day, to: day }, timezone);
      create.mutate(
        {
          plan_id: plan.id,
          external_customer_ids: external_customer_ids && [...external_customer_ids],
          start_date: start_time,
        },
        { onSuccess: (done) => onDone(subscribedText(plan, day, done)) },
      );
    },
  };
}

export type SubscribeCustomers = ReturnType<typeof useSubscribeCustomers>;
