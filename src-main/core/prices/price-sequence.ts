import { prepared } from '../store/prepared';
import type { Tx } from '../store/write';

/** The next number of the one counter that orders all changes of prices (wire contract 3.4). */
export const nextSequence = (tx: Pick<Tx, 'sqlite'>): number => drawSequences(tx, 1)[0] as number;

/** The next numbers of it; those that are not used leave a gap, which means nothing. */
export function drawSequences({ sqlite }: Pick<Tx, 'sqlite'>, count: number): number[] {
  const sql = "update counters set value = value + ? where name = 'price_sequence' returning value";
  const last = prepared(sqlite, sql).pluck().get(count) as number;
  return Array.from({ length: count }, (_, at) => last - count + 1 + at);
}
