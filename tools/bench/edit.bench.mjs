/** Durable edits, each committed to disk before it is answered: a price moves between two groups. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCore } from './core-client.mjs';
import { median, quantile, rounded } from './measure.mjs';

const edits = 1000;

export async function benchEdit({ runs = 5 } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'pricebook-edit-'));
  const core = await openCore(profile);
  try {
    await core.call('sample.load', {});
    const { items: groups } = await core.call('group.search', {});
    const { items: prices } = await core.call('price.search', {});
    const rounds = [];
    for (let round = 0; round < runs; round += 1) {
      const times = [];
      for (let edit = 0; edit < edits; edit += 1) {
        const before = performance.now();
        await core.call('price.update', {
          id: prices[edit % prices.length].id,
          group_id: groups[Math.floor(edit / prices.length) % 2].id,
        });
        times.push(performance.now() - before);
      }
      rounds.push(times);
    }
    return {
      'durable edit p50, ms': rounded(median(rounds.map((times) => quantile(times, 0.5)))),
      'durable edit p99, ms': rounded(median(rounds.map((times) => quantile(times, 0.99)))),
    };
  } finally {
    await core.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
