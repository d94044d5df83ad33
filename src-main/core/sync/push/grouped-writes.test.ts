import { afterEach, expect, test } from 'vitest';
import { groupedWrites } from './grouped-writes';
import { type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

const note = (name: string) =>
  pushed.core.store.sqlite
    .prepare(`insert into sync_entries (run, entity, row_id, name, what) values (1, 'plan', '', ?, 'sent')`)
    .run(name);
const notes = () => pushed.core.store.sqlite.prepare('select name from sync_entries order by name').pluck().all();

/** The statements that end a transaction are counted. */
function watchCommits(): { commits: number } {
  const { sqlite } = pushed.core.store;
  const seen = { commits: 0 };
  const exec = sqlite.exec.bind(sqlite);
  sqlite.exec = (sql) => {
    if (sql === 'commit') seen.commits += 1;
    return exec(sql);
  };
  return seen;
}

function grouped() {
  pushed = testPush();
  const { sqlite } = pushed.core.store;
  sqlite.exec(`insert into sync_runs (connection, started_at, state) values (1, '', 'running')`);
  return { sqlite, inWrite: groupedWrites(pushed.deps, pushed.core.environment_id), seen: watchCommits() };
}

test('writes that wait together share one commit, and are told only after it', async () => {
  const { sqlite, inWrite, seen } = grouped();
  const told = ['a', 'b', 'c'].map((name) =>
    inWrite(async () => note(name)).then(() => [sqlite.inTransaction, seen.commits]),
  );
  expect(await Promise.all(told)).toEqual([
    [false, 1],
    [false, 1],
    [false, 1],
  ]);
  expect(notes()).toEqual(['a', 'b', 'c']);
  await inWrite(async () => note('d'));
  expect(seen.commits).toBe(2);
});

test('one that throws is undone alone; a commit that fails is told to all', async () => {
  const { sqlite, inWrite } = grouped();
  const broken = inWrite(async () => {
    note('broken');
    throw new Error('no');
  });
  const ended = await Promise.allSettled([inWrite(async () => note('a')), broken, inWrite(async () => note('b'))]);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(notes()).toEqual(['a', 'b']);
  const exec = sqlite.exec;
  sqlite.exec = (sql) => {
    if (sql !== 'commit') return exec(sql);
    throw new Error('the disk is full');
  };
  const lost = await Promise.allSettled([inWrite(async () => note('c')), inWrite(async () => note('d'))]);
  expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  sqlite.exec = exec;
  expect(notes()).toEqual(['a', 'b']);
});
