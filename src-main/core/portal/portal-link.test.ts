import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { readPortalToken, signPortalToken } from './portal-token';

let core: TestCore;
let customer_id: string;
beforeEach(async () => {
  core = testCore({ start: '2026-06-01T00:00:00.000Z' });
  customer_id = (await core.call('customer.create', { external_id: 'acme', name: 'Acme' })).id;
});
afterEach(() => core.close());

const verify = async (token: string) => (await core.call('portalLink.verify', { token })).access;
const otherEnvironment = async () => {
  const { items } = await core.call('environment.list', {});
  return items.find(({ id }) => id !== core.environment_id)?.id ?? '';
};
const hour = 3_600_000;

test('a link opens the usage of its customer until it expires', async () => {
  const link = await core.call('portalLink.create', { customer_id, expires_in_hours: 2 });
  expect(link).toMatchObject({ customer_id, expires_at: '2026-06-01T02:00:00.000Z' });
  expect(await verify(link.token)).toEqual({
    environment_id: core.environment_id,
    customer_id,
    customer_name: 'Acme',
    timezone: 'UTC',
    expires_at: '2026-06-01T02:00:00.000Z',
  });
  core.clock.advance(2 * hour - 1);
  expect(await verify(link.token)).not.toBeNull();
  core.clock.advance(1);
  expect(await verify(link.token)).toBeNull();
});

test('is good for a day unless told otherwise, and names the customer by external id too', async () => {
  const link = await core.call('portalLink.create', { external_customer_id: 'acme' });
  expect(link).toMatchObject({ customer_id, expires_at: '2026-06-02T00:00:00.000Z' });
});

test('making a link edits nothing, and all links share one secret', async () => {
  const before = countChanges(core);
  const first = await core.call('portalLink.create', { customer_id });
  core.clock.advance(1);
  const second = await core.call('portalLink.create', { customer_id });
  expect(second.token).not.toBe(first.token);
  expect(core.store.sqlite.prepare('select count(*) from secrets').pluck().get()).toBe(1);
  expect([await verify(first.token), await verify(second.token)]).not.toContain(null);
  expect(countChanges(core)).toBe(before);
});

test.each([
  ['nobody named', {}, 'validation_error'],
  ['an unknown customer', { customer_id: 'cust_x' }, 'not_found'],
  ['an unknown external id', { external_customer_id: 'nobody' }, 'not_found'],
  ['0 hours', { external_customer_id: 'acme', expires_in_hours: 0 }, 'validation_error'],
  ['2161 hours', { external_customer_id: 'acme', expires_in_hours: 2161 }, 'validation_error'],
])('%s is refused', async (_case, input, code) => {
  expect(await core.fail('portalLink.create', input)).toMatchObject({ code });
});

test('a customer of another environment cannot be named', async () => {
  const reply = await core.app.call('portalLink.create', { customer_id }, { environment_id: await otherEnvironment() });
  expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('before the first link there is nothing to verify with', async () => {
  const token = signPortalToken('AAAA', {
    environment_id: core.environment_id,
    customer_id,
    api_key_id: null,
    expires_at: Date.parse('2027-01-01T00:00:00Z'),
  });
  expect(await verify(token)).toBeNull();
});

test('ends when its customer is archived', async () => {
  const { token } = await core.call('portalLink.create', { customer_id });
  await core.call('customer.archive', { id: customer_id });
  expect(await verify(token)).toBeNull();
  expect(await core.fail('portalLink.create', { customer_id })).toMatchObject({ code: 'validation_error' });
});

test('ends when the API key that made it is revoked; links of others go on', async () => {
  const key = await core.call('apiKey.create', { name: 'portal' });
  const context = { environment_id: core.environment_id, caller: key.id };
  const reply = await core.app.call('portalLink.create', { customer_id }, context);
  const { token } = (reply as { data: { token: string } }).data;
  const ours = await core.call('portalLink.create', { customer_id });
  expect(await verify(token)).not.toBeNull();
  await core.call('apiKey.revoke', { id: key.id });
  expect(await verify(token)).toBeNull();
  expect(await verify(ours.token)).not.toBeNull();
});

describe('a forged link opens nothing', () => {
  /** The parts of a good token, put together again by someone else. */
  const forge = async (change: (claims: unknown[]) => unknown[]) => {
    const { token } = await core.call('portalLink.create', { customer_id });
    const [version, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
    return `${version}.${Buffer.from(JSON.stringify(change(claims))).toString('base64url')}.${signature}`;
  };

  test('of another environment, another customer, or for longer', async () => {
    const other = await otherEnvironment();
    expect(await verify(await forge((claims) => claims))).not.toBeNull();
    expect(await verify(await forge(([, ...rest]) => [other, ...rest]))).toBeNull();
    expect(await verify(await forge(([environment, , ...rest]) => [environment, 'cust_x', ...rest]))).toBeNull();
    expect(await verify(await forge((claims) => [...claims.slice(0, 3), 9e15]))).toBeNull();
  });

  test('signed with another secret', async () => {
    const claims = { environment_id: core.environment_id, customer_id, api_key_id: null, expires_at: 9e15 };
    await core.call('portalLink.create', { customer_id });
    expect(await verify(signPortalToken('c2VjcmV0', claims))).toBeNull();
  });

  test('a good signature for a customer of another environment', async () => {
    await core.call('portalLink.create', { customer_id });
    const secret = core.store.sqlite.prepare('select value from secrets').pluck().get() as string;
    const claims = { environment_id: await otherEnvironment(), customer_id, api_key_id: null, expires_at: 9e15 };
    expect(await verify(signPortalToken(secret, claims))).toBeNull();
  });

  test('with any character changed, dropped or added', async () => {
    const { token } = await core.call('portalLink.create', { customer_id });
    const secret = core.store.sqlite.prepare('select value from secrets').pluck().get() as string;
    const now = core.clock.now();
    expect(readPortalToken(secret, token, now)).not.toBeNull();
    fc.assert(
      fc.property(fc.nat(token.length), fc.nat(1), fc.string({ maxLength: 2 }), (at, cut, put) => {
        const changed = token.slice(0, at) + put + token.slice(at + cut);
        fc.pre(changed !== token);
        expect(readPortalToken(secret, changed, now)).toBeNull();
      }),
    );
  });

  test.each(['', 'pl1', 'pl1..', 'pl2.e30.x', 'sk_abc', `pl1.${'A'.repeat(5000)}.${'A'.repeat(43)}`])(
    '%s',
    async (token) => {
      await core.call('portalLink.create', { customer_id });
      expect(await verify(token)).toBeNull();
    },
  );
});
