import type { TouchedUsage } from '@shared/entities/customer-plan';
import type { PlanOutcome } from '@shared/entities/plan-outcome';
import { formatMoment } from '../../format/date';
import { countText, formatCount } from '../../format/quantity';

const customers = (count: number) => countText(count, 'customer', 'customers');

/** What changes do, in the order of their weight: "3 customers put on a plan, 1 assignment changed". */
export function outcomeText({ put, changed, taken_off, customers_created }: PlanOutcome): string {
  const parts = [
    put > 0 && `${countText(put, 'customer', 'customers')} put on a plan`,
    changed > 0 && `${countText(changed, 'assignment', 'assignments')} changed`,
    taken_off > 0 && `${formatCount(taken_off)} taken off as if never on the plan`,
    customers_created > 0 && `${customers(customers_created)} created`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'Nothing changes';
}

/** What it means for usage that is there already; days are those of the environment's zone. */
export function usageText(
  { customers_gaining, customers_losing, customers_left_out, left_out_until }: TouchedUsage,
  zone: string,
): string {
  const parts = [
    customers_gaining > 0 && `usage of ${customers(customers_gaining)} that is here already becomes priced by it`,
    customers_losing > 0 && `usage of ${customers(customers_losing)} is no longer priced by what they leave`,
  ].filter((part) => part !== false);
  const text = parts.join('; ');
  const told = text === '' ? [] : [`${text[0]?.toUpperCase()}${text.slice(1)}.`];
  if (customers_left_out > 0 && left_out_until !== null) {
    const moment = formatMoment(left_out_until, { zone });
    told.push(
      `Usage of ${customers(customers_left_out)} before ${moment} stays uncharged: the price that the plan had then has ended, and whoever is put on a plan takes the prices that still run. To charge it, put them on a plan with a charge that covers those days.`,
    );
  }
  return told.length === 0 ? 'No usage that is here already is concerned.' : told.join(' ');
}

/** How very many changes are made, and what stopping them leaves. */
export const manyText =
  'This is done customer by customer while you go on working. Customers changed by the time you stop it stay changed until you undo that.';
