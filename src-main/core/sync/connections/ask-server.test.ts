import { expect, test } from 'vitest';
import { remoteApi } from '../remote/remote-api';
import { askServer } from './ask-server';

const asking = (status: number, body: unknown) =>
  askServer(
    remoteApi({ base_url: 'https://x.example', api_key: 'k', fetch: async () => Response.json(body, { status }) }),
  );

test.each([
  [403, { error: { message: 'This tenant is suspended' } }, ': This tenant is suspended'],
  [401, { message: 'The key has expired.' }, ': The key has expired.'],
  [403, {}, '.'],
])('what a server says of a key that it does not accept is told (%i)', async (status, body, words) => {
  await expect(asking(status, body)).rejects.toMatchObject({
    code: 'permission_denied',
    message: `The server does not accept this API key${words}`,
    field: 'api_key',
  });
});
