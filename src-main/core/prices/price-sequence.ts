import { prepared } from '../store/prepared';
import type { Tx } from '../store/write';

/** The next number of the one counter that orders all changes of prices (wire contract 3.4). */
export function nextSequence({ sqlite }: Pick<Tx, 'sqlite'>): number {
  const sql = "update counters set value = value + 1 where name = 'price_sequence' returning value";
  return prepared(sqlite, sql).pluck().get() as number;
}
