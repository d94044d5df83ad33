import type { PreviousPeriod } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import { costText } from '../analytics/settled-text';
import type { Question } from './question';
import type { Reading } from './reading';
import { costsByCurrency, type Entry, groupOf, seriesOf, windowsOf } from './report-groups';
import type { RowChoices } from './report-rows';

/** Which entries the report itself tells apart: those stay apart here too. */
interface ToldApart {
  entries: readonly Entry[];
  most: number;
}

const idOf = ({ currency, id }: Pick<Entry, 'currency' | 'id'>) => `${currency}/${id}`;

/** The same entries as the report's, and the dearest of the others where it told fewer than it may. */
function tellAlike({ tell }: Reading, told: ToldApart, windows: boolean): Entry[] {
  const kept = new Set(told.entries.filter(({ name }) => name.kind !== 'other').map(idOf));
  return tell(told.most, { windows, isKept: (entry) => kept.has(idOf(entry)) });
}

/** The period just before: the breakdown with its rows, and the series of the chart window by window. */
export function previousPeriod(
  { from, to, windows }: Question,
  reading: Reading,
  told: { groups: ToldApart; series: ToldApart },
  choices: RowChoices,
): PreviousPeriod {
  const { charges } = reading;
  return {
    start_time: toInstant(from),
    end_time: toInstant(to),
    windows: windows.map(toInstant),
    groups: tellAlike(reading, told.groups, false).map((entry) => groupOf(entry, choices)),
    series: tellAlike(reading, told.series, true).map((entry) => seriesOf(entry, windows.length)),
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
