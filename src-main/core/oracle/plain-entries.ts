/** What a report by any dimension should say, folded out of raw events: entry by entry, each charge from zero. */
import { Big } from '@shared/big';
import type { InputOf } from '@shared/contract';
import { plainCharge } from './plain-commitment';
import { cutOfItem } from './plain-cuts';
import { eventsOf, type PlainEvent, type PlainFacts, type PlainItem } from './plain-facts';
import { unchargedUsage } from './plain-report';
import { quantityOf } from './plain-usage';

export type EntriesQuestion = InputOf<'report.usageByGroup'> & { group_by: string };

/** By entry, row or window, in a form that does not depend on order. */
export interface PlainEntries {
  entries: Record<string, { cost: string; events: number }>;
  rows: Record<string, { usage: string; cost: string; events: number }>;
  series: Record<string, { usage: string; cost: string }>;
  uncharged: Record<string, { usage: string; events: number }>;
}

const plus = (a: string | undefined, b: string) => new Big(a ?? '0').plus(b).toFixed();
const wants = (ids: readonly string[] | undefined, id: string) => !ids?.length || ids.includes(id);
const covers = (item: PlainItem, event: PlainEvent) =>
  item.customer === event.customer && event.at >= item.from && event.at < item.to;

/** What an event says of a source or property; null when it says nothing. */
function factOf(event: PlainEvent, name: string): string | null {
  if (name === 'source') return event.source || null;
  const value = event.properties[name.slice('properties.'.length)];
  return value === undefined ? null : String(value);
}

const isByPart = (group_by: string) => group_by === 'source' || group_by.startsWith('properties.');
/** `kind:key`, as the report names entries. */
const partName = (group_by: string, fact: string | null) =>
  fact === null ? 'none:' : `${group_by === 'source' ? 'source' : 'property'}:${fact}`;

/** The report of a question, its windows being those that `windowOf` tells by their start. */
export function plainEntries(
  facts: PlainFacts,
  input: EntriesQuestion,
  windowOf: (at: number) => number,
): PlainEntries {
  const { group_by } = input;
  const [from, to] = [Date.parse(input.start_time), Date.parse(input.end_time)];
  const isOfAsked = eventsOf(facts, input.customer_ids);
  const isWanted = (event: PlainEvent) =>
    event.at >= from &&
    event.at < to &&
    isOfAsked(event) &&
    wants(input.sources, event.source) &&
    Object.entries(input.property_filters ?? {}).every(
      ([name, values]) => values.length === 0 || values.includes(factOf(event, `properties.${name}`) ?? '\u0000'),
    );
  const events = facts.events.filter(isWanted);
  // A commitment is to all the usage of a line item, whose customer is known once it sent any event.
  const isWhole =
    !isByPart(group_by) &&
    !input.sources?.length &&
    !Object.values(input.property_filters ?? {}).some((any) => any.length);
  const isCommitted = ({ customer }: PlainItem) => isWhole && facts.events.some((event) => event.customer === customer);
  const answer: PlainEntries = { entries: {}, rows: {}, series: {}, uncharged: {} };
  const entryOf = ({ price, meter, plan_id, customer_id }: PlainItem, fact: string | null) => {
    if (group_by === 'feature') return `feature:${facts.featureOf.get(meter.id) || meter.id}`;
    if (group_by === 'customer') return `customer:${customer_id}`;
    if (group_by === 'plan') return `plan:${plan_id}`;
    if (isByPart(group_by)) return partName(group_by, fact);
    return price.group ? `group:${price.group.id}` : 'none:';
  };
  /** Apart where each value is charged from zero. */
  const partsOf = (some: readonly PlainEvent[]) =>
    isByPart(group_by)
      ? [...Map.groupBy(some, (event) => factOf(event, group_by))]
      : [[null, some] as [null, PlainEvent[]]];

  for (const item of facts.items) {
    const { price, meter } = item;
    if (!wants(input.plan_ids, item.plan_id) || !wants(input.group_ids, price.group?.id ?? '')) continue;
    if (!wants(input.feature_ids, facts.featureOf.get(meter.id) ?? '')) continue;
    if (!wants(input.customer_ids, item.customer_id)) continue;
    if (input.currency && price.currency !== input.currency) continue;
    const charged = events.filter((event) => covers(item, event) && quantityOf(meter, event));
    for (const [fact, ofPart] of partsOf(charged)) {
      const asked = { from, to, windowOf, isWhole: isCommitted(item) };
      const total = plainCharge(item, { meter, events: ofPart, cut: cutOfItem(item) }, asked);
      if (ofPart.length === 0 && total.cost === '0') continue;
      const entry = `${price.currency} ${entryOf(item, fact)}`;
      const before = answer.entries[entry];
      answer.entries[entry] = {
        cost: plus(before?.cost, total.cost),
        events: (before?.events ?? 0) + ofPart.length,
      };
      const row = `${entry} / ${group_by === 'feature' ? price.id : meter.id}`;
      const known = answer.rows[row];
      answer.rows[row] = {
        usage: plus(known?.usage, total.usage),
        cost: plus(known?.cost, total.cost),
        events: (known?.events ?? 0) + ofPart.length,
      };
      for (const [window, point] of total.windows) {
        const at = `${entry} / ${new Date(window).toISOString()}`;
        const sum = answer.series[at];
        answer.series[at] = { usage: plus(sum?.usage, point.usage), cost: plus(sum?.cost, point.cost) };
      }
    }
  }
  if (input.plan_ids?.length || input.group_ids?.length || input.currency) return answer;
  if (group_by !== 'customer' && !isByPart(group_by)) return answer;
  for (const meter of facts.meters) {
    if (!wants(input.feature_ids, facts.featureOf.get(meter.id) ?? '')) continue;
    const items = facts.items.filter((item) => item.meter.id === meter.id);
    const uncovered = events.filter((event) => quantityOf(meter, event) && !items.some((item) => covers(item, event)));
    const nameOf = (event: PlainEvent) =>
      group_by === 'customer'
        ? `customer:${facts.customerIds.get(event.customer) ?? event.customer}`
        : partName(group_by, factOf(event, group_by));
    for (const [name, ofEntry] of Map.groupBy(uncovered, nameOf)) {
      answer.uncharged[`${name} / ${meter.id}`] = {
        usage: unchargedUsage(facts, meter, ofEntry),
        events: ofEntry.length,
      };
    }
  }
  return answer;
}
