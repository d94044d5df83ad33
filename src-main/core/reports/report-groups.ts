import type { ReportGroup, ReportSeries } from '@shared/entities/analytics';
import { costText, quantityText } from '../analytics/settled-text';
import { addPartsToSeries } from './price-parts';
import type { Dimension, EntryName, PartCharge } from './report-dimension';
import { areAlike, byCostThenName, type CostedRow, costOfCharges, eventCount, isOwed, rowsOf } from './report-rows';

/** An entry of a report in one currency: what was charged, its cost still an integer (10^-30) to sort and sum by. */
export interface Entry {
  id: string;
  currency: string;
  name: EntryName;
  /** How many entries it stands for. */
  stands_for: number;
  cost: bigint;
  charges: readonly PartCharge[];
}

/**
 * What was charged, by entry and currency: dearest first, the currency with the most events before the others. Entries
 * that nothing was used of are left out.
 */
export function entriesOf(charges: readonly PartCharge[], dimension: Dimension): Entry[] {
  return byCurrency(charges).flatMap(([currency, ofCurrency]) =>
    [...Map.groupBy(ofCurrency, dimension.idOf)]
      .flatMap(([id, ofEntry]) => {
        const [first] = ofEntry;
        if (!first) return [];
        const name = dimension.nameOf(first);
        return [{ id, currency, name, stands_for: 1, cost: costOfCharges(ofEntry), charges: ofEntry }];
      })
      .sort((a, b) => byCostThenName(a, b, a.name.name, b.name.name)),
  );
}

/** What was charged in each currency; the currency with the most events first. */
export const costsByCurrency = (charges: readonly PartCharge[]): { currency: string; cost: bigint }[] =>
  byCurrency(charges).map(([currency, ofCurrency]) => ({ currency, cost: costOfCharges(ofCurrency) }));

/** Charges that anything was used of or is owed on, by currency; the one with the most events first, of equals by its code. */
export function byCurrency(charges: readonly PartCharge[]): [string, PartCharge[]][] {
  const used = charges.filter(({ settlement }) => isOwed(settlement));
  const grouped = [...Map.groupBy(used, ({ price }) => price.currency)];
  return grouped.sort(([x, a], [y, b]) => eventCount(b) - eventCount(a) || (x < y ? -1 : 1));
}

/**
 * At most so many entries of each currency, the dearest; what is beyond becomes one entry "Other", last of its currency.
 * The entry without a key (no group, no source) is never folded. `isKept` lets further ones stay.
 */
export function foldEntries(
  entries: readonly Entry[],
  most: number,
  isKept: (entry: Entry) => boolean = () => false,
): Entry[] {
  return [...Map.groupBy(entries, ({ currency }) => currency)].flatMap(([currency, ofCurrency]) => {
    const named = ofCurrency.filter(({ name }) => name.kind !== 'none');
    if (named.length <= most) return ofCurrency;
    const kept = new Set(named.filter(isKept));
    for (const entry of named) if (kept.size < most) kept.add(entry);
    const told = ofCurrency.filter((entry) => entry.name.kind === 'none' || kept.has(entry));
    const folded = ofCurrency.filter((entry) => entry.name.kind !== 'none' && !kept.has(entry));
    if (folded.length === 0) return told;
    return [
      ...told,
      otherEntry(
        currency,
        folded.length,
        folded.flatMap((entry) => entry.charges),
      ),
    ];
  });
}

/** What is not told apart in a currency: how many entries it stands for, and what was charged for them. */
export const otherEntry = (currency: string, stands_for: number, charges: readonly PartCharge[]): Entry => ({
  id: 'other',
  currency,
  name: { key: '', kind: 'other', name: 'Other', group_id: null, lookup_key: '' },
  stands_for,
  cost: costOfCharges(charges),
  charges,
});

const refOf = ({ name: { key, kind }, stands_for }: Entry) => ({ key, kind, stands_for });

/** An entry with its rows, as the table shows it. */
export function groupOf(entry: Entry, rowName: Parameters<typeof rowsOf>[1]): ReportGroup {
  const { name, currency, charges, cost } = entry;
  const rows = rowsOf(charges, rowName);
  return {
    ...refOf(entry),
    group_id: name.group_id,
    name: name.name,
    lookup_key: name.lookup_key,
    currency,
    total_cost: costText(cost),
    total_usage: usageTotal(rows),
    event_count: eventCount(charges),
    rows: rows.map(({ row }) => row),
  };
}

/** The usage of all rows; null where units differ. */
export const usageTotal = (rows: readonly CostedRow[]) =>
  areAlike(rows.map(({ row }) => row)) ? quantityText(rows.reduce((sum, { usage }) => sum + usage, 0n)) : null;

/** An entry window by window, as the chart shows it. */
export const seriesOf = (entry: Entry, windowCount: number): ReportSeries => ({
  ...refOf(entry),
  group_id: entry.name.group_id,
  name: entry.name.name,
  currency: entry.currency,
  ...windowsOf(entry.charges, windowCount),
});

/** Cost and usage of every window, each priced on its own from zero. */
export function windowsOf(charges: readonly PartCharge[], windowCount: number) {
  const cost = new Array<bigint>(windowCount).fill(0n);
  const usage = new Array<bigint>(windowCount).fill(0n);
  for (const { settlement } of charges) {
    for (const [window, settled] of settlement.windows) {
      cost[window] = (cost[window] ?? 0n) + settled.cost;
      usage[window] = (usage[window] ?? 0n) + settled.usage;
    }
  }
  addPartsToSeries(
    charges.flatMap(({ parts }) => parts ?? []),
    usage,
    cost,
  );
  return { cost: cost.map(costText), usage: usage.map(quantityText) };
}
