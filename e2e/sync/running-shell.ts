import { once } from 'node:events';
import { launchShell, type ShellRun } from '../doors/launch-shell';

export interface CallReply {
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any procedure
  data?: any;
  error?: { code: string; message: string };
}

/** Pricebook in the browser shell as a process of its own, called over its own door without a browser. */
export interface RunningShell {
  /** Calls a procedure in the Sandbox. A program that is down is started again first. */
  call(name: string, input: object): Promise<CallReply>;
  /** Kills it without a word, as a power cut would; the next call starts it again on the same folder. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

export function runningShell(profileDir: string): RunningShell {
  let shell: ShellRun | null = null;
  let cookie = '';
  let environment_id = '';
  let starting: Promise<void> | null = null;

  async function ask(name: string, input: object): Promise<CallReply> {
    const { origin } = shell as ShellRun;
    const response = await fetch(`${origin}/rpc/${name}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify({ input, context: { environment_id } }),
    });
    return (await response.json()) as CallReply;
  }

  async function start(): Promise<void> {
    shell = await launchShell(profileDir);
    const entered = await fetch(shell.oneTimeUrl, { redirect: 'manual' });
    cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { data } = await ask('environment.list', {});
    environment_id = data.items.find(({ type }: { type: string }) => type === 'development').id;
  }

  return {
    async call(name, input) {
      if (!shell) {
        starting ??= start().finally(() => (starting = null));
        await starting;
      }
      return ask(name, input);
    },
    async kill() {
      if (!shell) return;
      const { process } = shell;
      shell = null;
      const exit = once(process, 'exit');
      process.kill('SIGKILL');
      await exit;
    },
    async end() {
      await shell?.end();
      shell = null;
    },
  };
}
