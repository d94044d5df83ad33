import type { WhatIfPlanStep } from '@shared/entities/what-if-making';
import { formatDay } from '../../format/date';
import { dayOfInstant } from '../customers/plan-drafts';

/** What happens to one plan of a customer, and on which day of the zone. */
export function planStepWords(
  { change: { from, to }, from_plan_name, to_plan_name }: WhatIfPlanStep,
  zone: string,
): { what: string; when: string } {
  const first = (at: string) => formatDay(dayOfInstant(at, zone));
  const last = (at: string | null) => (at === null ? '' : formatDay(dayOfInstant(at, zone, true)));
  if (!from && to) {
    const until = to.end_date === null ? '' : `, until ${last(to.end_date)}`;
    return { what: `${to_plan_name} begins`, when: `${first(to.start_date)}${until}` };
  }
  if (from && !to) return { what: `${from_plan_name} does not begin`, when: first(from.start_date) };
  if (!from || !to) return { what: '', when: '' };
  if (from.start_date === to.start_date && to.end_date !== null) {
    return { what: `${to_plan_name} ends`, when: last(to.end_date) };
  }
  const until = to.end_date === null ? ', runs on' : `, until ${last(to.end_date)}`;
  return { what: `${to_plan_name} has other days`, when: `${first(to.start_date)}${until}` };
}
