/** Search as you type among 100,000 groups: every prefix of every word typed, each answered with a page of 50. */
import { randomSource } from '../example-usage/random.mjs';
import { cached } from './cache.mjs';
import { openCore } from './core-client.mjs';
import { median, quantile, rounded } from './measure.mjs';

const groups = 100_000;
const products = ['GPU', 'LLM', 'Storage', 'Network', 'Support', 'Vector', 'Batch', 'Speech', 'Vision', 'Archive'];
const kinds = ['Usage', 'Requests', 'Minutes', 'Transfer', 'Seats', 'Tokens', 'Snapshots', 'Credits'];
const places = ['Frankfurt', 'Virginia', 'Mumbai', 'Oregon', 'Dublin', 'Sydney', 'Tokyo', 'São Paulo'];
const typed = ['gpu usage', 'tokyo', 'sao paulo', 'storage', '4711', 'speech minutes', 'zzz', 'group-vision'];

export async function benchTypeAhead({ runs = 5 } = {}) {
  const profile = await cached('groups', async (folder) => {
    const core = await openCore(folder);
    const random = randomSource(7);
    for (let number = 0; number < groups; number += 1) {
      const name = `${random.of(products)} ${random.of(kinds)} ${random.of(places)} ${number}`;
      await core.call('group.create', { name, lookup_key: `group-${number}`, entity_type: 'price' });
    }
    await core.close();
  });
  const core = await openCore(profile, 'reader');
  try {
    const rounds = [];
    for (let round = 0; round <= runs; round += 1) {
      const times = [];
      for (const text of typed) {
        for (let length = 1; length <= text.length; length += 1) {
          const before = performance.now();
          await core.call('group.search', { search: text.slice(0, length), limit: 50 });
          times.push(performance.now() - before);
        }
      }
      if (round > 0) rounds.push(times);
    }
    return {
      'type-ahead in 100,000 groups p50, ms': rounded(median(rounds.map((times) => quantile(times, 0.5)))),
      'type-ahead in 100,000 groups p95, ms': rounded(median(rounds.map((times) => quantile(times, 0.95)))),
    };
  } finally {
    await core.close();
  }
}
