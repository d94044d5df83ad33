import { once } from 'node:events';
import { launchShell } from '../doors/launch-shell';
import { apiClient, groupOf } from './api-client';
import { createKey, launchServe, runServe } from './launch-serve';
import { expect, test } from './serve-fixture';

test('a key made beside a running server works at once, and no more soon after it is revoked', async ({
  profileDir,
  serve,
}) => {
  const server = await serve();
  expect(server.output()).toContain('There is no API key yet');
  const { key, id } = await createKey(profileDir);
  const send = apiClient(server.url, key);
  expect((await send('POST', '/groups', groupOf('Tokens'))).status).toBe(201);

  const list = await runServe(profileDir, ['keys', 'list']);
  expect(list.output).toMatch(
    new RegExp(`^${id}  ${key.slice(0, 7)}…  Sandbox  read-write  last used 2.*  test$`, 'm'),
  );
  expect(list.output).not.toContain(key);

  const revoked = await runServe(profileDir, ['keys', 'revoke', id]);
  expect(revoked).toEqual({ code: 0, output: `Key "test" (${id}) is revoked.\n` });
  await expect.poll(async () => (await send('GET', '/groups/x')).status, { timeout: 2000 }).toBe(401);
  expect((await send('GET', '/groups/x')).body).toEqual({ error: 'Unauthorized' });
  expect(await server.end()).toBe(0);
});

test('a key is for one environment, and may be for reading only', async ({ profileDir, serve }) => {
  const { url } = await serve();
  const sandbox = apiClient(url, (await createKey(profileDir)).key);
  const production = apiClient(url, (await createKey(profileDir, ['--environment', 'production', '--read-only'])).key);
  const { body } = await sandbox('POST', '/groups', groupOf('Tokens'));
  expect((await sandbox('GET', `/groups/${body.id}`)).status).toBe(200);
  expect((await production('GET', `/groups/${body.id}`)).status).toBe(404);
  expect((await production('POST', '/groups', groupOf('Tokens'))).status).toBe(403);
});

test('keys are made beside the app, which keeps working', async ({ profileDir }) => {
  const app = await launchShell(profileDir);
  const { id } = await createKey(profileDir);
  expect((await runServe(profileDir, ['keys', 'list'])).output).toContain(id);
  expect(await app.end()).toBe(0);
});

test('keys are made and servers started at the same moment on a new data folder', async ({ profileDir }) => {
  const starting = launchServe(profileDir);
  const keys = await Promise.all([1, 2, 3].map(() => createKey(profileDir)));
  const server = await starting;
  for (const { key } of keys) expect((await apiClient(server.url, key)('GET', '/groups/x')).status).toBe(404);
  expect(await server.end()).toBe(0);
});

test('a key can be made in a folder that nobody has open', async ({ profileDir, serve }) => {
  const { key } = await createKey(profileDir);
  const server = await serve();
  expect(server.output()).not.toContain('There is no API key yet');
  expect((await apiClient(server.url, key)('GET', '/groups/x')).status).toBe(404);
});

for (const [what, args, sentence] of [
  [
    'an unknown environment',
    ['keys', 'create', '--name', 'x', '--environment', 'Moon'],
    /no environment "Moon".*Sandbox/,
  ],
  ['an unknown key', ['keys', 'revoke', 'secret_none'], /no key with the id secret_none/],
  ['a name too long', ['keys', 'create', '--name', 'x'.repeat(101)], /name/i],
] as const) {
  test(`${what} is refused with a sentence`, async ({ profileDir }) => {
    const { code, output } = await runServe(profileDir, [...args]);
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).not.toContain('    at ');
  });
}

test('other machines are let in only when there is a key', async ({ profileDir }) => {
  const refused = await runServe(profileDir, ['--host', '0.0.0.0', '--port', '0']);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('Make one first: npm run serve -- keys create');

  const { key, id } = await createKey(profileDir);
  const server = await launchServe(profileDir, ['--host', '0.0.0.0']);
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  expect((await apiClient(url, key)('GET', '/groups/x')).status).toBe(404);
  expect((await apiClient(url, 'sk_none')('GET', '/groups/x')).status).toBe(401);
  expect(await server.end()).toBe(0);

  await runServe(profileDir, ['keys', 'revoke', id]);
  expect((await runServe(profileDir, ['--host', '0.0.0.0', '--port', '0'])).code).toBe(1);
});

test('a second server on the data folder is refused with a sentence', async ({ profileDir, serve }) => {
  const { process: first } = await serve();
  const second = await runServe(profileDir, ['--port', '0']);
  expect(second.code).toBe(1);
  expect(second.output).toContain(`Pricebook is already open on the data folder ${profileDir}`);
  expect(first.exitCode).toBeNull();
});

test('a taken port is told with a sentence, and the data folder given back', async ({ profileDir, serve }) => {
  const { createServer } = await import('node:net');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const refused = await runServe(profileDir, ['--port', port]);
  expect(refused).toEqual({ code: 1, output: `Port ${port} is used by another program. Choose another port.\n` });
  other.close();
  expect(await (await serve()).end()).toBe(0);
});
