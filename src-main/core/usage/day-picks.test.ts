import { beforeEach, describe, expect, test, vi } from 'vitest';
import { eventHandlers } from '../events/event-handlers';
import { recountUsage } from './recount-usage';
import { testUsage } from './test-usage';

/** A hundred events of anna and bert in turn on one day, one a minute, each greater than the one before. */
let usage: ReturnType<typeof testUsage>;
beforeEach(async () => {
  usage = testUsage();
  for (const id of ['anna', 'bert']) usage.customer(id);
  usage.meter('max', 'peak', { type: 'MAX', field: 'units' });
  usage.meter('latest', 'level', { type: 'LATEST', field: 'units' });
  await ingest(Array.from({ length: 100 }, (_, index) => index));
  return () => usage.store.close();
});

const ingest = (indexes: readonly number[], fields: object = {}) =>
  eventHandlers['event.ingestBulk'](
    {
      events: indexes.flatMap((index) =>
        ['peak', 'level'].map((event_name) => ({
          event_id: `${event_name}${index}`,
          event_name,
          external_customer_id: index % 2 === 0 ? 'anna' : 'bert',
          timestamp: new Date(Date.UTC(2026, 2, 1) + index * 60_000).toISOString(),
          properties: { units: index + 1 },
          ...fields,
        })),
      ),
    },
    usage.call,
  );

const remove = (ids: readonly string[]) => eventHandlers['event.delete']({ ids: [...ids] }, usage.call);

/** How many events are read to find out who is taken now, by the name of the event. */
async function readBy(change: () => Promise<unknown>): Promise<Record<string, number>> {
  const { sqlite } = usage;
  const read: Record<string, number> = { peak: 0, level: 0 };
  const prepare = sqlite.prepare.bind(sqlite);
  const spy = vi.spyOn(sqlite, 'prepare').mockImplementation(((sql: string) => {
    const statement = prepare(sql);
    if (!sql.includes('properties, ingested_at from events')) return statement;
    const iterate = statement.iterate.bind(statement);
    statement.iterate = function* (range: { event_name: string }) {
      for (const row of iterate(range)) {
        read[range.event_name] = (read[range.event_name] ?? 0) + 1;
        yield row;
      }
    } as typeof statement.iterate;
    return statement;
  }) as typeof sqlite.prepare);
  await change();
  spy.mockRestore();
  return read;
}

const taken = () =>
  usage.sqlite
    .prepare(`
      select ec.external_id || ' ' || m.id || ' ' || u.event_id || ' of ' || u.event_count from usage_day_picks u
      join meters m on m.number = u.meter join event_customers ec on ec.number = u.customer order by 1
    `)
    .pluck()
    .all();

describe('the event that is taken', () => {
  test.each<[string, () => Promise<unknown>, Record<string, number>, string[]]>([
    [
      'corrected to more where it is: nothing is read',
      () => ingest([98, 99], { properties: { units: 500 } }),
      { peak: 0, level: 0 },
      ['anna latest level98 of 50', 'anna max peak98 of 50', 'bert latest level99 of 50', 'bert max peak99 of 50'],
    ],
    [
      'corrected to less where it is: only the maximum is looked for, among all of its customer',
      () => ingest([99], { properties: { units: 3 } }),
      { peak: 100, level: 0 },
      ['anna latest level98 of 50', 'anna max peak98 of 50', 'bert latest level99 of 50', 'bert max peak97 of 50'],
    ],
    [
      'deleted: the latest before it is the next that is read',
      () => remove(['level99', 'level97', 'peak0', 'level0']),
      { peak: 0, level: 3 },
      ['anna latest level98 of 49', 'anna max peak98 of 49', 'bert latest level95 of 48', 'bert max peak99 of 50'],
    ],
    [
      'deleted from among later ones of others: these are not read',
      () => remove(Array.from({ length: 40 }, (_, index) => `level${99 - 2 * index}`)),
      { peak: 0, level: 41 },
      ['anna latest level98 of 50', 'anna max peak98 of 50', 'bert latest level19 of 10', 'bert max peak99 of 50'],
    ],
    [
      'one of others: nothing is read',
      () => remove(['peak3', 'level3']),
      { peak: 0, level: 0 },
      ['anna latest level98 of 50', 'anna max peak98 of 50', 'bert latest level99 of 49', 'bert max peak99 of 49'],
    ],
    [
      'deleted with all others of the day: nothing is read',
      () => remove(Array.from({ length: 50 }, (_, index) => [`level${2 * index}`, `peak${2 * index}`]).flat()),
      { peak: 0, level: 0 },
      ['bert latest level99 of 50', 'bert max peak99 of 50'],
    ],
    [
      'moved to another customer, who takes it without a look',
      () => ingest([99], { external_customer_id: 'anna' }),
      { peak: 98, level: 3 },
      ['anna latest level99 of 51', 'anna max peak99 of 51', 'bert latest level97 of 49', 'bert max peak97 of 49'],
    ],
  ])('%s', async (_what, change, read, expected) => {
    expect(await readBy(change)).toEqual(read);
    expect(taken()).toEqual(expected);
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });

  test('corrected several times at once is the one of the last time', async () => {
    const more = (units: number) => ({
      event_id: 'peak99',
      event_name: 'peak',
      external_customer_id: 'bert',
      timestamp: '2026-03-01T01:39:00.000Z',
      properties: { units },
    });
    const events = [more(900), more(2), more(98.5)];
    await eventHandlers['event.ingestBulk']({ events }, usage.call);
    expect(taken()).toContain('bert max peak99 of 50');
    await eventHandlers['event.ingestBulk']({ events: [more(700), more(1)] }, usage.call);
    expect(taken()).toContain('bert max peak97 of 50');
    expect(recountUsage(usage.sqlite, usage.environment_id)).toEqual([]);
  });
});
