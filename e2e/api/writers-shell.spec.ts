import { type ApiAnswer, apiClient, groupNames, groupOf } from './api-client';
import { createKey } from './launch-serve';
import { expect, test } from './serve-fixture';

test('twenty clients that each read and write one group never overwrite what they did not see', async ({
  profileDir,
  serve,
}) => {
  const { url } = await serve(['--rate-limit', '0']);
  const send = apiClient(url, (await createKey(profileDir)).key);
  const { body: group } = await send('POST', '/groups', { ...groupOf('counter'), name: '0' });

  const accepted: { named: string; became: string; count: number }[] = [];
  const refused = new Set<number>();
  async function countTen() {
    for (let done = 0; done < 10; ) {
      const read = await send('GET', `/groups/${group.id}`);
      const count = Number(read.body.name) + 1;
      const written = await send('PUT', `/groups/${group.id}`, { name: String(count) }, { 'if-match': read.etag });
      if (written.status === 200) {
        accepted.push({ named: read.etag, became: written.etag, count });
        done += 1;
      } else refused.add(written.status);
    }
  }
  await Promise.all(Array.from({ length: 20 }, countTen));

  expect((await send('GET', `/groups/${group.id}`)).body.name).toBe('200');
  expect(accepted).toHaveLength(200);
  expect([...refused]).toEqual([409]);
  // One chain: every version was named by exactly one accepted write, which built on it.
  accepted.sort((a, b) => a.count - b.count);
  expect(accepted.map(({ count }) => count)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  expect(accepted.slice(1).map(({ named }) => named)).toEqual(accepted.slice(0, -1).map(({ became }) => became));
});

test('the same request sent twenty times at once is done once', async ({ profileDir, serve }) => {
  const { url } = await serve();
  const send = apiClient(url, (await createKey(profileDir)).key);
  for (const round of [1, 2, 3]) {
    const again = { 'idempotency-key': `round-${round}` };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send('POST', '/groups', groupOf(`Group ${round}`), again)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  }
  expect((await groupNames(send)).sort()).toEqual(['Group 1', 'Group 2', 'Group 3']);
});

test('killed in the middle of a storm of creates, every answered one is there, once', async ({ profileDir, serve }) => {
  const { key } = await createKey(profileDir);
  const server = await serve(['--rate-limit', '0']);
  const send = apiClient(server.url, key);
  const answered: string[] = [];
  const storm = Array.from({ length: 8 }, async (_, client) => {
    for (let count = 0; ; count += 1) {
      const name = `Group ${client}-${count}`;
      const answer: ApiAnswer | null = await send('POST', '/groups', groupOf(name)).catch(() => null);
      if (answer?.status !== 201) return;
      answered.push(name);
    }
  });
  await expect.poll(() => answered.length).toBeGreaterThan(200);
  await server.end('SIGKILL');
  await Promise.all(storm);

  const again = await serve();
  const kept = await groupNames(apiClient(again.url, key));
  expect(new Set(kept).size).toBe(kept.length);
  expect(answered.filter((name) => !kept.includes(name))).toEqual([]);
  // At most the one request of each client that was on its way.
  expect(kept.length - answered.length).toBeLessThanOrEqual(8);
});
