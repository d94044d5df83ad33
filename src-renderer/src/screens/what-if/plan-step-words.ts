import type { WhatIfPlanStep } from '@shared/entities/what-if-making';
import { formatDay } from '../../format/date';
import { dayOfInstant } from '../customers/plan-drafts';

/** Which plan of a customer something happens to, what, and on which day of the zone. */
export function planStepWords(
  { change: { from, to }, from_plan_name, to_plan_name }: WhatIfPlanStep,
  zone: string,
): { plan: string; what: string; when: string } {
  const first = (at: string) => formatDay(dayOfInstant(at, zone));
  const last = (at: string | null) => (at === null ? '' : formatDay(dayOfInstant(at, zone, true)));
  if (!from && to) {
    const until = to.end_date === null ? '' : `, until ${last(to.end_date)}`;
    return { plan: to_plan_name, what: 'begins', when: `${first(to.start_date)}${until}` };
  }
  if (from && !to) return { plan: from_plan_name, what: 'does not begin', when: first(from.start_date) };
  if (!from || !to) return { plan: '', what: '', when: '' };
  if (from.start_date === to.start_date && to.end_date !== null) {
    return { plan: to_plan_name, what: 'ends', when: last(to.end_date) };
  }
  const until = to.end_date === null ? ', runs on' : `, until ${last(to.end_date)}`;
  return { plan: to_plan_name, what: 'has other days', when: `${first(to.start_date)}${until}` };
}
