/** The browser shell as a process of its own, driven over its own door, as a page drives it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../out/main/browser-shell.js', import.meta.url));
const delays = fileURLToPath(new URL('./loop-delay.mjs', import.meta.url));

/**
 * Starts it on a data folder. Calls are about its Sandbox.
 * @param {string} profile
 */
export async function openShell(profile) {
  const child = spawn(process.execPath, ['--import', delays, program, '--profile', profile, '--no-window'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let said = '';
  const link = await new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=\S+/.exec(said)?.[0];
      if (url) resolve(url);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  const { origin } = new URL(link);
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  let environment_id = '';
  /**
   * @param {string} name
   * @param {object} input
   * @returns {Promise<any>}
   */
  async function call(name, input) {
    const response = await fetch(`${origin}/rpc/${name}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify({ input, context: { environment_id } }),
    });
    const reply = /** @type {any} */ (await response.json());
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
    return reply.data;
  }
  environment_id = (await call('environment.list', {})).items[0].id;
  return {
    call,
    /**
     * How long the main thread of the program was held up since the last time, in milliseconds.
     * @returns {Promise<{ p99: number, max: number }>}
     */
    async loopDelay() {
      const answer = once(child, 'message');
      child.send('read');
      const [delay] = await answer;
      child.send('start');
      return delay;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
    },
  };
}
