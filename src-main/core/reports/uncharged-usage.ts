import type { Report, ReportEntryKind, UnchargedRow } from '@shared/entities/analytics';
import type { MeterFacts } from '../analytics/charged-prices';
import { quantityText } from '../analytics/settled-text';
import type { Store } from '../store/open';
import type { Reading } from './reading';
import { isByPart, nameOfNone } from './report-dimension';
import { numberedCustomers } from './report-names';

interface Uncharged {
  meter: MeterFacts;
  usage: bigint;
  event_count: number;
}

/** Usage that no line item charges for, by feature: most events first. */
export function unchargedRows(uncharged: readonly Uncharged[]): UnchargedRow[] {
  const rows = [...Map.groupBy(uncharged, ({ meter }) => meter)].map(([meter, ofMeter]) => ({
    meter,
    usage: ofMeter.reduce((sum, { usage }) => sum + usage, 0n),
    event_count: eventCount(ofMeter),
  }));
  return rows
    .filter(({ event_count }) => event_count > 0)
    .sort((a, b) => b.event_count - a.event_count || (a.meter.name < b.meter.name ? -1 : 1))
    .map(({ meter, usage, event_count }) => ({
      feature_id: meter.feature_id,
      meter_id: meter.id,
      name: meter.name,
      unit_plural: meter.unit_plural,
      aggregation_type: meter.aggregation.type,
      total_usage: quantityText(usage),
      event_count,
    }));
}

const eventCount = (uncharged: readonly Uncharged[]) =>
  uncharged.reduce((sum, { event_count }) => sum + event_count, 0);

interface UnchargedEntry {
  key: string;
  kind: ReportEntryKind;
  name: string;
  customer_id: string | null;
  stands_for: number;
  uncharged: readonly Uncharged[];
}

/**
 * The same by customer, source or property: most events first, what is beyond `most` as one. Customers that only events
 * know are told by their external id. Empty for other entries.
 */
export function unchargedEntries(
  store: Store,
  group_by: string,
  { uncharged }: Reading,
  most: number,
): Report['uncharged_entries'] {
  const entries =
    group_by === 'customer' ? byCustomer(store, uncharged) : isByPart(group_by) ? byPart(group_by, uncharged) : [];
  const sorted = entries
    .filter((entry) => eventCount(entry.uncharged) > 0)
    .sort((a, b) => eventCount(b.uncharged) - eventCount(a.uncharged) || (a.name < b.name ? -1 : 1));
  const beyond = sorted.slice(most);
  const other: UnchargedEntry = {
    key: '',
    kind: 'other',
    name: 'Other',
    customer_id: null,
    stands_for: beyond.length,
    uncharged: beyond.flatMap((entry) => entry.uncharged),
  };
  return [...sorted.slice(0, most), ...(beyond.length > 0 ? [other] : [])].map(({ uncharged: ofEntry, ...entry }) => ({
    ...entry,
    event_count: eventCount(ofEntry),
    rows: unchargedRows(ofEntry),
  }));
}

function byCustomer(store: Store, uncharged: Reading['uncharged']): UnchargedEntry[] {
  const perCustomer = uncharged.flatMap(({ meter, byCustomer: settled }) =>
    [...(settled ?? [])].map(([customer, { usage, event_count }]) => ({ meter, customer, usage, event_count })),
  );
  const grouped = Map.groupBy(perCustomer, ({ customer }) => customer);
  const names = numberedCustomers(store, [...grouped.keys()]);
  return [...grouped].map(([number, ofCustomer]) => {
    const known = names.get(number);
    const external_id = known?.external_id ?? '';
    return {
      key: known?.id ?? external_id,
      kind: 'customer',
      name: known?.name || external_id,
      customer_id: known?.id ?? null,
      stands_for: 1,
      uncharged: ofCustomer,
    };
  });
}

function byPart(group_by: string, uncharged: Reading['uncharged']): UnchargedEntry[] {
  const kind = group_by === 'source' ? 'source' : 'property';
  return [...Map.groupBy(uncharged, ({ part }) => part ?? null)].map(([part, ofPart]) => ({
    key: part ?? '',
    kind: part === null ? 'none' : kind,
    name: part ?? nameOfNone(group_by),
    customer_id: null,
    stands_for: 1,
    uncharged: ofPart,
  }));
}
