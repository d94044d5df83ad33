import { sql } from 'kysely';
import type { Tx } from '../store/write';

/** The next number of the one counter that orders all changes of prices (wire contract 3.4). */
export async function nextSequence(tx: Tx): Promise<number> {
  const { value } = await tx.db
    .updateTable('counters')
    .set({ value: sql<number>`value + 1` })
    .where('name', '=', 'price_sequence')
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}
