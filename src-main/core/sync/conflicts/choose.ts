import type { Parsed } from '@shared/contract';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { KeptDecision } from './conflict-row';

/** Keeps what was chosen about conflicts until it is confirmed; one that is not open any more needs none. */
export function keepChoices({ sqlite, changed }: Tx, connection: number, { items }: Parsed<'conflict.choose'>): void {
  for (const { number, sides, decision } of items) {
    const kept: KeptDecision | null = decision && { ...decision, sides };
    prepared(sqlite, keepSql).run({ connection, number, kept: kept && JSON.stringify(kept) });
  }
  changed('sync');
}

const keepSql = 'update conflicts set decision = @kept where connection = @connection and number = @number';
