import type { Price } from '@shared/entities/price';
import type { ExplainInput, Explanation } from '@shared/entities/report';
import { invalid } from '@shared/errors';
import { costText, quantityText } from '../analytics/settled-text';
import { usageMeters } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { expandPrice } from '../prices/expand-prices';
import { loadPrice } from '../prices/price-row';
import { chargesIn, selectionOf } from '../report-drill/selection';
import type { PartCharge } from '../reports/report-dimension';
import { planNames } from '../reports/report-names';
import { byCostThenName, costOfCharges, eventCount } from '../reports/report-rows';
import type { Store } from '../store/open';
import { meterSentences } from './meter-sentences';
import { termsSentences, type Wording } from './step-sentences';
import { walksOf } from './walks';

/**
 * How the cost of a price in a range came about. The walks of a page and what the others come to are the number on the
 * screen, and the steps of a walk are its cost, to the last digit. Throws not_found for an unknown price.
 */
export async function explain(input: ExplainInput, call: Call): Promise<Explanation> {
  const { store } = call.deps;
  const { environment_id } = call.context;
  const { limit, offset } = input;
  const row = await loadPrice(store.db, environment_id, input.price_id);
  const price = await expandPrice(store.db, row);
  const meter = usageMeters(store, environment_id).get(row.meter_id ?? '');
  if (!meter) throw invalid('This price charges for no usage', 'price_id');
  const selection = selectionOf(input, call);
  const charges = chargesIn(store, selection, true)
    .map((charge) => ({ cost: charge.settlement.cost, charge }))
    .sort((a, b) => byCostThenName(a, b, nameOf(a.charge), nameOf(b.charge)))
    .map(({ charge }) => charge);
  const shown = charges.slice(offset, offset + limit);
  const rest = [...charges.slice(0, offset), ...charges.slice(offset + limit)];
  const wording: Wording = {
    terms: price,
    currency: price.currency,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
  };
  return {
    price_id: price.id,
    display_name: price.display_name,
    version: versionOf(store, price),
    plan_id: row.entity_id,
    plan_name: planNames(store, environment_id).get(row.entity_id)?.name ?? '',
    currency: price.currency,
    billing_model: price.billing_model,
    tier_mode: price.tier_mode,
    terms_sentences: termsSentences(wording),
    price_from: row.start_date,
    price_to: row.end_date,
    feature_id: meter.feature_id,
    feature_name: meter.name,
    unit: meter.unit,
    unit_plural: meter.unit_plural,
    meter_id: meter.id,
    event_name: meter.event_name,
    aggregation: meter.aggregation,
    filters: meter.filters,
    meter_sentences: meterSentences(meter),
    ...figuresOf(charges),
    walks: walksOf(store, selection.question, selection.group_by, shown, wording),
    total_count: charges.length,
    others: { count: rest.length, ...figuresOf(rest) },
    offset,
  };
}

const nameOf = ({ charge, part }: PartCharge) => `${charge?.line_item_id ?? ''} ${part ?? ''}`;

const figuresOf = (charges: readonly PartCharge[]) => ({
  total_usage: quantityText(charges.reduce((sum, { settlement }) => sum + settlement.usage, 0n)),
  total_cost: costText(costOfCharges(charges)),
  event_count: eventCount(charges),
});

const versionsSql = `
  select id from prices where id = @root or parent_price_id = @root order by start_date, number`;

function versionOf({ sqlite }: Store, { id, parent_price_id }: Price): Explanation['version'] {
  const ids = sqlite
    .prepare(versionsSql)
    .pluck()
    .all({ root: parent_price_id ?? id }) as string[];
  return { number: ids.indexOf(id) + 1, count: ids.length };
}
