import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerRequest } from '@shared/v1/answer-request';
import type { RawRequest } from '@shared/v1/raw-request';
import type { AnyRoute } from '@shared/v1/route';
import { v1Routes } from '@shared/v1/routes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type App, createApp } from '../app';
import { testCore } from '../test-core';

/** One random edit; numbers choose among what is there. */
type Edit = [kind: (typeof kinds)[number], a: number, b: number];
const kinds = [
  'create',
  'rename',
  'move',
  'moveMany',
  'reprice',
  'terminate',
  'renameGroup',
  'deleteGroup',
  'renamePlan',
  'archiveMeter',
  'clonePlan',
  'refused',
  'wait',
] as const;

const edits = fc.array(
  fc.tuple(fc.constantFrom(...kinds), fc.nat({ max: 30 }), fc.nat({ max: 30 })) as fc.Arbitrary<Edit>,
  { minLength: 5, maxLength: 25 },
);

test('whatever is edited, by whichever process, a connection that has answered before answers as one just opened', async () => {
  await fc.assert(
    fc.asyncProperty(edits, fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }), async (steps, fromOther) => {
      const dir = mkdtempSync(join(tmpdir(), 'pricebook-kept-'));
      const file = join(dir, 'pricebook.db');
      const core = testCore({ file });
      const { environment_id, clock } = core;
      const open = (role: 'reader' | 'guest') => createApp({ file, role, now: clock.now, onEvent: () => undefined });
      const guest = open('guest');
      const kept = open('reader');
      try {
        const world = await firstWorld(core.call);
        const context = { environment_id, versions: true } as const;
        const questions = () => [
          ask('POST /prices/search', {}),
          ask('POST /prices/search', { expand: 'meters,groups,plan', limit: 3 }),
          ask('POST /prices/search', { group_ids: [world.groups[0]], expand: 'groups' }),
          ask('POST /prices/search', { search: 'e', allow_expired_prices: true }),
          ask('GET /plans/:id', {}, world.plans[0]),
          ...world.prices.map((id) => ask('GET /prices/:id', {}, id)),
        ];
        for (const [index, step] of steps.entries()) {
          await edit(fromOther[index] ? guest : core.app, context, clock, world, step);
          const fresh = open('reader');
          for (const { route, request } of questions()) {
            const answerOf = (app: App) => answerRequest(app.call, route, request, context);
            const expected = await answerOf(fresh);
            expect(expected.status).toBe(200);
            // The writer keeps what it read as well, and is told of its own edits.
            for (const app of [kept, kept, core.app, guest]) expect(await answerOf(app)).toEqual(expected);
          }
          await fresh.close();
        }
      } finally {
        await Promise.all([kept.close(), guest.close()]);
        await core.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    { numRuns: Number(process.env.KEPT_RUNS ?? 12) },
  );
}, 120_000);

/** A request of the HTTP API, whose answer is the very text that goes out. */
function ask(endpoint: string, body: object, id = ''): { route: AnyRoute; request: RawRequest } {
  const route = v1Routes.find(({ method, path }) => `${method} ${path}` === endpoint);
  if (!route) throw new Error(`there is no ${endpoint}`);
  const key = { id: 'secret', environment_id: '', name: 'key', access: 'read' } as const;
  const caller = { key, requests_per_second: null };
  const request = { params: { id }, body: JSON.stringify(body), search: '', if_match: null, caller, origin: '' };
  return { route, request };
}

interface World {
  plans: string[];
  groups: string[];
  prices: string[];
  features: string[];
  meters: string[];
}

async function firstWorld(call: ReturnType<typeof testCore>['call']): Promise<World> {
  const world: World = { plans: [], groups: [], prices: [], features: [], meters: [] };
  for (const name of ['one', 'two']) {
    world.plans.push((await call('plan.create', { name })).id);
    world.groups.push((await call('group.create', { name, lookup_key: name, entity_type: 'price' })).id);
    const feature = await call('feature.create', {
      name,
      type: 'metered',
      meter: { event_name: name, aggregation: { type: 'COUNT' } },
    });
    world.features.push(feature.id);
    world.meters.push(feature.meter_id ?? '');
  }
  return world;
}

const pick = (list: readonly string[], at: number) => list[at % list.length] ?? '';

async function edit(
  app: App,
  context: { environment_id: string },
  clock: ReturnType<typeof testCore>['clock'],
  world: World,
  [kind, a, b]: Edit,
): Promise<void> {
  const { prices, groups, plans, features, meters } = world;
  const write = async (name: string, input: unknown) => {
    const reply = await app.call(name, input, context);
    // Many random edits are refused, as they should be; none may break.
    if (!reply.ok) expect(reply.error.code, `${name}: ${reply.error.message}`).not.toBe('internal_error');
    return reply.ok ? (reply.data as { id: string }) : null;
  };
  clock.advance(b + 1);
  if (kind === 'wait') clock.advance(a * 60_000);
  else if (kind === 'create' || prices.length === 0) {
    const made = await write('price.create', {
      type: 'USAGE',
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      billing_period_count: 1,
      invoice_cadence: 'ARREAR',
      currency: 'usd',
      amount: String(a),
      entity_type: 'PLAN',
      entity_id: pick(plans, a),
      meter_id: pick(meters, b),
      group_id: b % 3 === 0 ? undefined : pick(groups, b),
    });
    if (made) prices.push(made.id);
  } else if (kind === 'rename') await write('price.update', { id: pick(prices, a), display_name: `e${b}` });
  else if (kind === 'move')
    await write('price.update', { id: pick(prices, a), group_id: b % 3 === 0 ? '' : pick(groups, b) });
  else if (kind === 'moveMany') await write('price.moveToGroup', { ids: [...prices], group_id: pick(groups, b) });
  else if (kind === 'reprice') {
    const next = await write('price.update', { id: pick(prices, a), amount: String(b) });
    if (next && !prices.includes(next.id)) prices.push(next.id);
  } else if (kind === 'terminate') {
    // Some end in a while, by the clock alone.
    const end_date = new Date(clock.now() + b * 30_000).toISOString();
    await write('price.terminate', { id: pick(prices, a), end_date });
  } else if (kind === 'renameGroup') await write('group.update', { id: pick(groups, a), name: `group ${b}` });
  else if (kind === 'deleteGroup' && b % 3 === 0) await write('group.delete', { id: pick(groups, a) });
  else if (kind === 'renamePlan') await write('plan.update', { id: pick(plans, a), name: `plan e${b}` });
  else if (kind === 'archiveMeter' && b % 4 === 0) await write('feature.archive', { id: pick(features, a) });
  else if (kind === 'clonePlan')
    await write('plan.clone', { id: pick(plans, a), name: `c${a}`, lookup_key: `c${a}.${b}` });
  else if (kind === 'refused') {
    // Changes two prices, then finds that there is no third: nothing of it may stay.
    await write('price.createBulk', { items: [{ type: 'USAGE' }] });
    await write('price.moveToGroup', { ids: [pick(prices, a), 'price_nobody'], group_id: null });
  }
}
