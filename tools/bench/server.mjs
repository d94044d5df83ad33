/** A server as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a server and waits until it says where it listens.
 * @param {string[]} args
 */
export async function startServer(args) {
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`${args[0]} ended with ${code}`);
    }),
  ]);
  server.stdout.resume();
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(String(said))?.[1]);
  return {
    port,
    async stop() {
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    },
  };
}
