import { monotonicFactory, ulid } from 'ulid';

/** Id prefixes of the wire contract (1.2). */
export const idPrefix = {
  environment: 'env',
  group: 'group',
  price: 'price',
  plan: 'plan',
  meter: 'meter',
  feature: 'feat',
  customer: 'cust',
  subscription: 'subs',
  line_item: 'subs_line',
  event: 'event',
  job: 'task',
  api_key: 'secret',
  saved_report: 'report',
  saved_what_if: 'whatif',
  connection: 'conn',
  operation: 'op',
} as const;

export type IdKind = keyof typeof idPrefix;

/** The only tenant of a local profile (wire contract 1.2). */
export const defaultTenantId = '00000000-0000-0000-0000-000000000000';

/** The only user of a local profile. */
export const defaultUserId = '00000000-0000-0000-0000-000000000000';

/** Random fractions from bytes that are drawn many at a time: an id takes sixteen, and each draw is a call of the system. */
function pooledRandom(): () => number {
  const pool = new Uint8Array(1024);
  let at = pool.length;
  return () => {
    if (at === pool.length) {
      crypto.getRandomValues(pool);
      at = 0;
    }
    return (pool[at++] as number) / 256;
  };
}

const random = pooledRandom();

/** A ULID of a moment (epoch milliseconds), in no order within it. */
export const ulidOf = (ms: number): string => ulid(ms, random);

/** Makes an id source: `<prefix>_<ULID>`, ordered even within one millisecond. */
export function idSource(now: () => number): (kind: IdKind) => string {
  const next = monotonicFactory(random);
  return (kind) => `${idPrefix[kind]}_${next(now())}`;
}
