import type { WhatIf, WhatIfCustomer, WhatIfCustomers, WhatIfInput, WhatIfTotal } from '@shared/entities/what-if';
import type { ListOf } from '@shared/list';
import { quantityText } from '../analytics/settled-text';
import type { Call } from '../deps';
import { noGroupName } from '../reports/report-names';
import { compareCharges } from './compare';
import {
  type Both,
  bySize,
  type ComparedCustomer,
  type ComparedGroup,
  type Comparison,
  comparedText,
  differenceOf,
} from './comparison';
import { customerRow, listedCustomers, type NamesOf, namedCustomers } from './what-if-customers';

/** Past usage as it is priced and as it would be, side by side. */
export async function whatIf(input: WhatIfInput, call: Call): Promise<WhatIf> {
  const { comparison, calendar } = await compareCharges(input, call);
  const namesOf = namedCustomers(call.deps.store, call.context.environment_id);
  return {
    start_time: input.start_time,
    end_time: input.end_time,
    timezone: calendar.zone,
    totals: totalsOf(comparison, namesOf),
    groups: groupsOf(comparison),
    prices: pricesOf(comparison),
  };
}

/** The customers of the same comparison, page by page. */
export async function comparedCustomers(input: WhatIfCustomers, call: Call): Promise<ListOf<WhatIfCustomer>> {
  const { comparison } = await compareCharges(input, call);
  const namesOf = namedCustomers(call.deps.store, call.context.environment_id);
  const found = listedCustomers(comparison, namesOf, input);
  const { limit, offset } = input;
  return {
    items: found.slice(offset, offset + limit).map((one) => customerRow(one, namesOf)),
    pagination: { total: found.length, limit, offset: offset + limit },
  };
}

/** The currency with the most events first. */
function totalsOf({ totals, customers }: Comparison, namesOf: NamesOf): WhatIfTotal[] {
  const touched = [...customers.values()].filter((one) => one.isTouched);
  const byCurrency = Map.groupBy(touched, ({ currency }) => currency);
  return [...totals]
    .sort(([, a], [, b]) => b.events_now + b.events_then - a.events_now - a.events_then)
    .map(([currency, total]) => {
      const ofCurrency = byCurrency.get(currency) ?? [];
      const more = ofCurrency.filter((one) => differenceOf(one) > 0n);
      const less = ofCurrency.filter((one) => differenceOf(one) < 0n);
      const largest = (some: readonly ComparedCustomer[]) => {
        const [first] = some.toSorted(bySize((one) => namesOf(one).external_id));
        return first ? customerRow(first, namesOf) : null;
      };
      return {
        currency,
        ...comparedText(total),
        pays_more: more.length,
        pays_less: less.length,
        pays_same: ofCurrency.length - more.length - less.length,
        largest_increase: largest(more),
        largest_decrease: largest(less),
      };
    });
}

const usageText = ({ usage_now, usage_then }: Both) => ({
  usage_now: quantityText(usage_now),
  usage_then: quantityText(usage_then),
});

/** Groups with their features, largest difference first. */
export const groupsOf = ({ groups }: Comparison): WhatIf['groups'] =>
  [...groups.values()].sort(bySize(({ group }: ComparedGroup) => group?.name ?? noGroupName)).map((one) => ({
    group_id: one.group?.id ?? null,
    name: one.group?.name ?? noGroupName,
    lookup_key: one.group?.lookup_key ?? '',
    currency: one.currency,
    ...comparedText(one),
    rows: [...one.rows.values()].sort(bySize(({ meter }) => meter.name)).map((row) => ({
      feature_id: row.meter.feature_id,
      meter_id: row.meter.id,
      name: row.meter.name,
      unit: row.meter.unit,
      unit_plural: row.meter.unit_plural,
      ...usageText(row),
      events_now: row.events_now,
      events_then: row.events_then,
      ...comparedText(row),
    })),
  }));

/** Prices, largest difference first. */
export const pricesOf = ({ prices }: Comparison): WhatIf['prices'] =>
  [...prices.values()].sort(bySize(({ price }) => price.display_name)).map(({ price, ...both }) => ({
    price_id: price.id,
    plan_id: price.plan_id,
    meter_id: price.meter.id,
    display_name: price.display_name,
    currency: price.currency,
    ...usageText(both),
    ...comparedText(both),
  }));
