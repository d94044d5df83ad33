import { afterEach, expect, test } from 'vitest';
import { sendCatalog, testPush } from '../core/sync/push/test-push';
import { remoteApi } from '../core/sync/remote/remote-api';
import { pricebookOf, type TestApi, testApi } from './test-api';
import { createV1App } from './v1-app';

let server: TestApi;
let pushed: ReturnType<typeof testPush>;
afterEach(async () => {
  await pushed.core.close();
  await server.close();
});

/** Two cores, one of them behind our own API; the answers to writes get lost while `loses` is set. */
async function connected() {
  const start = '2026-06-01T00:00:00.000Z';
  server = await testApi({ start });
  pushed = testPush({ isOurs: true });
  const line = { loses: false };
  const app = createV1App({ pricebook: pricebookOf(server.core), log: () => {} });
  const { api } = pushed.remote;
  Object.assign(
    api,
    remoteApi({
      base_url: 'http://server',
      api_key: server.key,
      fetch: async (url, init) => {
        const answer = await app.request(String(url).replace('http://server', ''), init);
        if (line.loses && !String(url).endsWith('/search')) {
          line.loses = false;
          throw new TypeError('fetch failed');
        }
        return answer;
      },
    }),
  );
  const pass = (ms: number) => {
    pushed.core.clock.advance(ms);
    server.core.clock.advance(ms);
  };
  return { ...(await sendCatalog(pushed)), core: pushed.core, line, pass };
}

/** What of a catalog must be the same on both sides. */
async function catalogOf({ call }: TestApi['core']) {
  const prices = (await call('price.search', { allow_expired_prices: true, expand: 'groups,plan,meters' })).items;
  const features = (await call('feature.search', { expand: 'meters' })).items;
  return {
    groups: (await call('group.search', {})).items.map(({ name, lookup_key }) => ({ name, lookup_key })),
    plans: (await call('plan.search', {})).items.map(({ name, lookup_key, metadata }) => ({
      name,
      lookup_key,
      metadata,
    })),
    features: features.map(({ name, unit_plural, meter, status }) => ({
      name,
      unit_plural,
      status,
      filters: meter?.filters,
    })),
    prices: prices
      .map((price) => ({
        plan: price.plan?.name,
        group: price.group?.name,
        meter: price.meter?.event_name,
        display_name: price.display_name,
        lookup_key: price.lookup_key,
        amount: price.amount,
        tiers: price.tiers,
        tier_mode: price.tier_mode,
        start_date: price.start_date,
        end_date: price.end_date,
      }))
      .sort((a, b) => `${a.start_date}${a.display_name}`.localeCompare(`${b.start_date}${b.display_name}`)),
  };
}

test('our own API has after sending what is here, also when every first answer is lost', async () => {
  const { core, line, pass, plan, price, group, feature, fixed } = await connected();
  pass(60_000);
  const tiers = [
    { up_to: 10, unit_amount: '1' },
    { up_to: null, unit_amount: '0.5', flat_amount: '2' },
  ];
  const edits: (() => Promise<unknown>)[] = [
    () => core.call('price.create', { ...fixed, display_name: 'Seat', min_quantity: 3, trial_period_days: 5 }),
    () => core.call('price.update', { id: price.id, billing_model: 'TIERED', tier_mode: 'VOLUME', tiers }),
    () => core.call('price.update', { id: price.id, clear: ['lookup_key'] }),
    () => core.call('group.update', { id: group.id, name: 'Models' }),
    () => core.call('plan.update', { id: plan.id, lookup_key: '', metadata: { tier: 'one' } }),
    () =>
      core.call('feature.update', {
        id: feature.id,
        filters: [{ key: 'region', values: ['eu'] }],
        unit_singular: 'token',
        unit_plural: 'tokens',
      }),
    async () => {
      const [live] = (await core.call('price.search', { meter_ids: [feature.meter_id] })).items;
      await core.call('price.terminate', { id: live?.id ?? '' });
    },
    () => core.call('group.delete', { id: group.id }),
    () => core.call('feature.archive', { id: feature.id }),
  ];
  for (const edit of edits) {
    await edit();
    line.loses = true;
    for (let turn = 0; turn < 8 && (turn === 0 || pushed.pending().length > 0); turn++) {
      await pushed.push();
      pass(60_000);
    }
    expect(pushed.pending()).toEqual([]);
    expect(pushed.conflicts()).toEqual([]);
    expect(await catalogOf(server.core)).toEqual(await catalogOf(core));
  }
});
