import { incrementBase32, ulid } from 'ulid';

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

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** All pairs of letters in their order: the last four letters of a ULID are two of them. */
const pairs = [...letters].flatMap((first) => [...letters].map((second) => first + second));
const tailLength = 4;
const tails = letters.length ** tailLength;
const tailOf = (id: string) =>
  [...id.slice(-tailLength)].reduce((sum, letter) => sum * 32 + letters.indexOf(letter), 0);

/**
 * Makes an id source: `<prefix>_<ULID>`, ordered even within one millisecond, in which one counts on from the other. Ten
 * thousands of rows are made at once.
 */
export function idSource(now: () => number, drawn: (ms: number) => string = ulidOf): (kind: IdKind) => string {
  let ms = 0;
  let head = '';
  let tail = 0;
  return (kind) => {
    const at = now();
    if (at > ms) {
      const id = drawn(at);
      ms = at;
      head = id.slice(0, -tailLength);
      tail = tailOf(id);
    } else if (tail < tails - 1) tail += 1;
    else {
      head = incrementBase32(head);
      tail = 0;
    }
    return `${idPrefix[kind]}_${head}${pairs[tail >> 10]}${pairs[tail & 1023]}`;
  };
}
