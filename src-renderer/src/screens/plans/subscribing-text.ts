import type { OutputOf } from '@shared/contract';
import { countText } from '../../format/quantity';
import { outcomeText, usageText } from '../customers/plan-outcome';

/** What it will do, as sentences; `zone` is the environment's. */
export function subscribingText(will: OutputOf<'customerPlan.previewMany'>, zone: string): string {
  const { put, skipped, customers_created } = will;
  const stays =
    skipped > 0
      ? ` ${countText(skipped, 'is on the plan already and stays as it is', 'are on the plan already and stay as they are')}.`
      : '';
  const outcome = outcomeText({ put, customers_created, changed: 0, taken_off: 0, unchanged: 0 });
  return put === 0 ? `${outcome}.${stays}` : `${outcome}.${stays} ${usageText(will, zone)}`;
}
