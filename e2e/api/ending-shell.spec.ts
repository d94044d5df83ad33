import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { apiClient, groupNames, groupOf } from './api-client';
import { createKey } from './launch-serve';
import { expect, test } from './serve-fixture';

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} lets a running request finish, takes no new one, and closes the store`, async ({
    profileDir,
    serve,
  }) => {
    const { key } = await createKey(profileDir);
    const server = await serve();
    const { port } = new URL(server.url);
    const body = JSON.stringify(groupOf('Tokens'));

    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `POST /v1/groups HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-api-key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 10));
    await delay(200);

    const ended = server.end(signal);
    await expect
      .poll(() =>
        fetch(`${server.url.replace('/v1', '')}/health`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    expect(server.process.exitCode).toBeNull();
    socket.write(body.slice(10));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 201 Created/);
    expect(await ended).toBe(0);

    const again = await serve();
    expect(await groupNames(apiClient(again.url, key))).toEqual(['Tokens']);
  });
}

test('connections that are kept alive do not hold the end up', async ({ profileDir, serve }) => {
  const { key } = await createKey(profileDir);
  const server = await serve();
  const send = apiClient(server.url, key);
  await Promise.all(Array.from({ length: 10 }, () => send('GET', '/groups/x')));
  const started = performance.now();
  expect(await server.end()).toBe(0);
  expect(performance.now() - started).toBeLessThan(3000);
});
