import type { PreviousPeriod } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import { costText } from '../analytics/settled-text';
import type { Question } from './ledger';
import type { Reading } from './reading';
import { costsByCurrency, type Entry, usageTotal, windowsOf } from './report-groups';
import { eventCount, type RowChoices, rowsOf } from './report-rows';

/** Which entries the report itself tells apart: those stay apart here too. */
export interface ToldApart {
  entries: readonly Entry[];
  most: number;
}

/** The period just before, entry by entry and window by window. */
export function previousPeriod(
  { from, to, windows }: Question,
  { charges, tell }: Reading,
  told: ToldApart,
  choices: RowChoices,
): PreviousPeriod {
  const idOf = ({ currency, id }: Pick<Entry, 'currency' | 'id'>) => `${currency}/${id}`;
  const kept = new Set(told.entries.filter(({ name }) => name.kind !== 'other').map(idOf));
  const entries = tell(told.most, { windows: true, isKept: (entry) => kept.has(idOf(entry)) });
  return {
    start_time: toInstant(from),
    end_time: toInstant(to),
    windows: windows.map(toInstant),
    entries: entries.map(({ name: { key, kind, name }, currency, cost, charges: ofEntry }) => ({
      key,
      kind,
      name,
      currency,
      total_cost: costText(cost),
      total_usage: usageTotal(rowsOf(ofEntry, choices)),
      event_count: eventCount(ofEntry),
      ...windowsOf(ofEntry, windows.length),
    })),
    totals: costsByCurrency(charges).map(({ currency, cost }) => ({
      currency,
      total_cost: costText(cost),
      ...windowsOf(
        charges.filter(({ price }) => price.currency === currency),
        windows.length,
      ),
    })),
  };
}
