import { AppError } from '@shared/errors';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { type LineKey, readLine } from '../outbox/outbox-line';
import { askAgain } from '../pull/note-applied';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';

/**
 * Takes a row back that came from the server as one of its own, while it was not known that it is another one here: with
 * what came with it, later versions and prices, which the next pull asks for again. Refused once any of them was edited
 * here, or something else here refers to it.
 */
export async function withdrawPulled(tx: Tx, connection: ConnectionRow, { entity, id }: LineKey): Promise<void> {
  const { sqlite } = tx;
  const map = idMap(sqlite, connection.number);
  const meter_id = entity === 'feature' ? prepared(sqlite, meterSql).pluck().get(id) : null;
  const pricesSql = entity === 'price' ? versionsSql : entity === 'plan' ? pricesOfPlanSql : null;
  const prices = (pricesSql ? prepared(sqlite, pricesSql).all({ id }) : []) as { id: string; root: string }[];
  const coming: LineKey[] = [{ entity, id }, ...prices.map((price) => ({ entity: 'price' as const, id: price.id }))];
  if (coming.some((row) => readLine(sqlite, connection.number, row))) {
    const message = 'The row that came from the server was edited here since: take those edits back first.';
    throw new AppError('invalid_operation', message, { field: 'value' });
  }
  for (const price of prices) {
    const remote_id = map.remoteId('price', price.id);
    map.drop('price', price.id);
    if (remote_id && price.id !== id) askAgain(sqlite, connection.number, 'price', remote_id);
  }
  map.drop(entity, id);
  if (typeof meter_id === 'string') map.drop('meter', meter_id);
  if (entity !== 'price')
    for (const root of new Set(prices.map((price) => price.root))) await withdrawRow(tx, 'price', root);
  await withdrawRow(tx, entity, id);
}

const meterSql = `select meter_id from features mine where id = ? and meter_id is not null
  and not exists (select 1 from features other where other.meter_id = mine.meter_id and other.id <> mine.id)`;
const columns = 'select id, coalesce(parent_price_id, id) as root from prices where';
const versionsSql = `${columns} id = @id or parent_price_id = @id`;
const pricesOfPlanSql = `${columns} entity_id = @id`;
