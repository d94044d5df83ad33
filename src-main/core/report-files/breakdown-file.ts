import type { ReportInput } from '@shared/entities/analytics';
import type { Call } from '../deps';
import { chargedCustomers } from '../reports/charged-customers';
import { collect } from '../reports/collect';
import { questionOf } from '../reports/report-question';
import { isOwed } from '../reports/report-rows';
import { partsByEventName } from './by-event-name';
import { type ChargedUsage, chargeColumns, chargeRows } from './charge-row';
import type { FilePlan } from './file-plan';

/**
 * The breakdown: one row per line item price with usage in the range. Costs are unrounded, so that the column adds up to
 * the total on the screen. `source` stays empty: a tiered cost belongs to no single source. One event name is worked
 * out at a time, which bounds what is held by the line items of its meters, whatever the number of events.
 */
export function breakdownFile(input: ReportInput, { deps: { store }, context: { environment_id } }: Call): FilePlan {
  const asked = questionOf(store, { ...input, window_size: null }, environment_id);
  const question = { ...asked, perLineItem: true, unchargedMeters: [] };
  const meters = new Set(question.prices.map(({ meter }) => meter));
  // Also names that no event ever came for: a minimum spend may be owed on them.
  const parts = partsByEventName(meters, question.prices);
  const rowsOf = chargeRows(store, input);
  const { idOf: customerOf } = chargedCustomers(store, { isEverybody: question.customers === null });
  return {
    columns: chargeColumns,
    steps: parts.length,
    *batches() {
      for (const [index, { prices }] of parts.entries()) {
        const { charges } = collect(store, { ...question, prices });
        const usages = charges
          .filter(({ settlement }) => isOwed(settlement))
          .map(({ price, charge, settlement }): ChargedUsage => {
            const customer_id = charge ? customerOf(charge) : '';
            return { meter: price.meter, price, customer_id, source: '', settled: settlement };
          });
        yield { rows: rowsOf(usages), done: index + 1 };
      }
    },
  };
}
