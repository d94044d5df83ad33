import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Listens on a port of this computer, as another program would; 0 takes any free one. */
export async function occupyPort(port = 0): Promise<{ port: number; release(): Promise<void> }> {
  const server: Server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async release() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Ports that this worker alone gives out, below those that the system gives to whoever asks for any. */
const own = { first: 20_000 + 1_000 * Number(process.env.TEST_PARALLEL_INDEX ?? 0), count: 1_000 };
let given = Math.floor(Math.random() * own.count);

/** A port that nothing listens on, and that no other test asks for meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    given = (given + 1) % own.count;
    const found = await occupyPort(own.first + given).catch(() => null);
    if (!found) continue;
    await found.release();
    return found.port;
  }
}
