import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../tools/setup/processes.mjs';

export interface ShellRun {
  process: ChildProcess;
  /** The link that works once. */
  oneTimeUrl: string;
  origin: string;
  /** Ends it as Ctrl-C does; answers the exit code. */
  end(): Promise<number | null>;
}

export interface EndedRun {
  code: number | null;
  output: string;
}

/** Starts the browser shell on a data folder; when it refuses to start, rejects with what it said. */
export async function launchShell(profileDir: string, args: string[] = []): Promise<ShellRun> {
  const child = spawnShell(profileDir, args);
  const oneTimeUrl = await new Promise<string>((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text += chunk;
        const url = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=\S+/.exec(text)?.[0];
        if (url) resolve(url);
      });
    }
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  return {
    process: child,
    oneTimeUrl,
    origin: new URL(oneTimeUrl).origin,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = await exit;
      return code;
    },
  };
}

/** Starts the browser shell where it is expected to refuse: answers what it said and its exit code. */
export async function runShellToItsEnd(profileDir: string): Promise<EndedRun> {
  const child = spawnShell(profileDir, []);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

function spawnShell(profileDir: string, args: string[]): ChildProcess {
  const program = join(root, 'out', 'main', 'browser-shell.js');
  return spawn(process.execPath, [program, '--profile', profileDir, '--no-window', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
