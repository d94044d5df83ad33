import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idMap } from '../core/sync/remote/id-map';
import { readSnapshots, tableOf } from '../core/sync/snapshots/read-snapshots';
import { type TestCore, testClock } from '../core/test-core';
import { fairWeather, openClient } from './clients';
import { anyEdit, makeEdit } from './edits';
import { anyOutsideEdit, makeOutsideEdit } from './outside-edits';
import { schedules, seed, toldHowToRepeat } from './schedule-count';
import { publicServer, type SimulatedServer } from './servers';

/** The same server, whose lists come in an order of their own. */
const shuffling = (server: SimulatedServer, order: number): SimulatedServer => ({
  ...server,
  answering: {
    async answer(request, headers, lag) {
      const answer = await server.answering.answer(request, headers, lag);
      const { items } = (answer.body ?? {}) as { items?: { id: string }[] };
      if (!items) return answer;
      const rank = ({ id }: { id: string }) =>
        [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, order);
      return { ...answer, body: { ...(answer.body as object), items: items.toSorted((a, b) => rank(a) - rank(b)) } };
    },
  },
});

/** Everything a store has of a server, by the server's ids, and its conflicts. */
async function contents({ store: { sqlite, db } }: TestCore): Promise<unknown> {
  const map = idMap(sqlite, 1);
  const remote = (entity: SyncedEntity, id: unknown) => (id ? (map.remoteId(entity, String(id)) ?? 'made here') : null);
  const rows: Record<string, unknown> = {};
  for (const entity of syncedEntities) {
    const ids = sqlite.prepare(`select id from ${tableOf[entity]}`).pluck().all() as string[];
    for (const [id, { meter_id: _meter, ...row }] of await readSnapshots(db, entity, ids)) {
      const own = map.byLocal(entity, id);
      if (!own) continue;
      const refs = entity === 'price' && {
        entity_id: remote('plan', row.entity_id),
        group_id: remote('group', row.group_id),
      };
      rows[own.remote_id] = { ...row, ...refs };
    }
  }
  const conflicts = sqlite.prepare('select entity, local_id, kind, field from conflicts').all() as {
    entity: SyncedEntity;
    local_id: string;
    kind: string;
    field: string;
  }[];
  const named = conflicts.map(({ entity, local_id, kind, field }) => `${remote(entity, local_id)} ${kind} ${field}`);
  const lines = sqlite.prepare('select kind, fields from outbox').all() as { kind: string }[];
  return { rows, conflicts: named.sort(), lines: lines.map(({ kind }) => kind).sort() };
}

/** Rows are chosen by their numbers, which tell in which order they came: the same for both from here on. */
function inOrderOfServer({ store: { sqlite } }: TestCore): void {
  for (const entity of syncedEntities) {
    const ids = sqlite
      .prepare('select local_id from synced_rows where entity = ? order by remote_id')
      .pluck()
      .all(entity) as string[];
    for (const [at, id] of ids.entries()) {
      sqlite.prepare(`update ${tableOf[entity]} set number = ? where id = ?`).run(1_000_000 + at, id);
    }
  }
}

/** I7, order independence: in which order rows come makes no difference in the end. */
test('rows that come in any order end the same', { timeout: 600_000 }, async () => {
  const few = { maxLength: 15, size: 'max' } as const;
  const anyWorld = fc.record({
    before: fc.array(anyOutsideEdit, few),
    here: fc.array(anyEdit, { maxLength: 10, size: 'max' }),
    after: fc.array(anyOutsideEdit, few),
    order: fc.nat({ max: 9972 }),
  });
  await toldHowToRepeat('page-order', () =>
    fc.assert(
      fc.asyncProperty(anyWorld, async ({ before, here, after, order }) => {
        const clock = testClock();
        const server = publicServer(clock, 0);
        const clients = [
          await openClient([server], clock, { send: 'review' }),
          await openClient([shuffling(server, order)], clock, { send: 'review' }),
        ] as const;
        try {
          const plans = [1, 2].map((row) => ({ what: 'create plan', row, other: 0, value: row }) as const);
          for (const [serial, edit] of [...plans, ...before].entries()) {
            clock.advance(1000);
            await makeOutsideEdit(server, edit, serial);
          }
          clock.advance(1000);
          for (const client of clients) await client.sync(fairWeather, { sweep: false });
          for (const client of clients) inOrderOfServer(client.core());
          for (const [serial, edit] of here.entries()) {
            clock.advance(1000);
            for (const client of clients) await makeEdit(client.core(), 'here', edit, serial);
          }
          for (const [serial, edit] of after.entries()) {
            clock.advance(1000);
            await makeOutsideEdit(server, edit, 100 + serial);
          }
          clock.advance(1000);
          for (const client of clients) await client.sync(fairWeather, { sweep: false });
          const [inOrder, shuffled] = [await contents(clients[0].core()), await contents(clients[1].core())];
          expect(shuffled).toEqual(inOrder);
        } finally {
          for (const client of clients) await client.close();
        }
      }),
      { seed, numRuns: Math.ceil(schedules / 20) },
    ),
  );
});
