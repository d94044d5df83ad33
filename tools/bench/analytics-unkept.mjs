/**
 * Asks the product by a property as if nothing was kept by it, which reads every event, in a process of its own. Prints the
 * answer and the median as JSON.
 *
 *   node tools/bench/analytics-unkept.mjs PROFILE_FOLDER RUNS
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { byProperty } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { mediansInTurn } from './measure.mjs';

const [profile = '', runs = '5'] = process.argv.slice(2);

/** What usage is told apart by goes by another name meanwhile. */
function renameFacts(/** @type {string} */ sql) {
  const writer = new Database(join(profile, 'pricebook.db'));
  writer.exec(`update usage_facts set name = ${sql}`);
  writer.close();
}

renameFacts("'not ' || name");
try {
  // Without a thread that writes, nothing that is asked is kept from then on.
  const reader = await openCore(profile, 'reader');
  const ask = () => reader.call('report.usageByGroup', byProperty);
  const answer = await ask();
  // As often before it counts as with what it is compared with.
  const [ms = Number.NaN] = await mediansInTurn(Number(runs), [ask], 2);
  await reader.close();
  console.log(JSON.stringify({ answer, ms }));
} finally {
  renameFacts('substr(name, 5)');
}
