import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../tools/setup/processes.mjs';

export interface ServeRun {
  process: ChildProcess;
  /** Base URL for clients, ending in `/v1`. */
  url: string;
  /** Everything it has said so far. */
  output(): string;
  /** Sends it a signal and waits for its end; answers the exit code, null when the signal itself ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `npm run serve` on a data folder and a free port; when it refuses to start, rejects with what it said. */
export async function launchServe(profileDir: string, args: string[] = []): Promise<ServeRun> {
  const child = spawnServe(['--profile', profileDir, '--port', '0', ...args]);
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text += chunk;
        const said = /Serving the v1 API at (\S+)/.exec(text)?.[1];
        if (said && text.includes('Press Ctrl-C')) resolve(said);
      });
    }
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  return {
    process: child,
    url,
    output: () => text,
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code] = await exit;
      return code;
    },
  };
}

/** Runs it to its end, as for `keys …`, or where it is expected to refuse. */
export async function runServe(profileDir: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawnServe([...args, '--profile', profileDir]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Makes a key with `keys create`; answers it and its id. */
export async function createKey(profileDir: string, args: string[] = []): Promise<{ key: string; id: string }> {
  const { code, output } = await runServe(profileDir, ['keys', 'create', '--name', 'test', ...args]);
  const key = /^sk_\S+$/m.exec(output)?.[0];
  const id = /\((secret_\w+)\)/.exec(output)?.[1];
  if (code !== 0 || !key || !id) throw new Error(`no key was made (${code}): ${output}`);
  return { key, id };
}

const spawnServe = (args: string[]) =>
  spawn(process.execPath, [join(root, 'out', 'main', 'serve.js'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
