/** Chromium as a child process, driven over the Chrome DevTools Protocol. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstalledBrowser } from '../../src-main/browser-shell/installed-browser.mjs';

/** Command line switches the app (or Playwright) appended before Chromium starts. */
export const switches = new Map<string, string>();

/** Chromium's own profile, one per run, deleted at the end. */
export const chromiumProfile = mkdtempSync(join(tmpdir(), 'electron-stand-in-'));

type Listener = (method: string, params: never) => void;
interface Answer {
  resolve(result: never): void;
  reject(error: Error): void;
  method: string;
}

let child: ChildProcess | undefined;
let socket: WebSocket | undefined;
let lastId = 0;
let isEnding = false;
const answers = new Map<number, Answer>();
const sessionListeners = new Map<string, Listener>();
const goneListeners = new Set<(targetId: string) => void>();
const running = Promise.withResolvers<void>();

/** Resolves when commands can be sent. */
export const chromiumRunning = running.promise;

/** Starts Chromium and connects to it. Prints the line from which Playwright learns where it listens. */
export async function startChromium(): Promise<void> {
  const executable = findInstalledBrowser();
  if (!executable)
    throw new Error('The Electron stand-in needs an installed Chrome or Chromium (or PRICEBOOK_BROWSER)');
  const command = [executable, ...chromiumArguments()];
  // On Linux the kernel ends Chromium with us, even after a SIGKILL.
  if (existsSync('/usr/bin/setpriv')) command.unshift('/usr/bin/setpriv', '--pdeathsig', 'KILL');
  const [program = '', ...args] = command;
  child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.on('exit', () => {
    if (!isEnding) process.exit(1);
  });
  const url = await devToolsUrl(child);
  process.stderr.write(`\nDevTools listening on ${url}\n`);
  socket = await connect(url);
  await send('Target.setDiscoverTargets', { discover: true });
  // As Electron has it, and a browser when somebody presses a button; a headless shell knows of no such press.
  await send('Browser.grantPermissions', { permissions: ['clipboardSanitizedWrite'] });
  running.resolve();
}

function chromiumArguments(): string[] {
  // Playwright's feature switches are meant for Electron's own Chromium and break our interception.
  const appended = [...switches].filter(([name]) => !['enable-features', 'metrics-recording-only'].includes(name));
  return [
    ...(process.env.ELECTRON_STAND_IN_HEADED === '1' ? [] : ['--headless']),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-extensions',
    '--no-startup-window',
    '--remote-debugging-port=0',
    `--user-data-dir=${chromiumProfile}`,
    ...appended.map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
  ];
}

function devToolsUrl(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    process.stderr?.on('data', (chunk) => {
      text += chunk;
      const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
    process.on('error', reject);
    process.on('exit', () => reject(new Error(`Chromium ended:\n${text}`)));
  });
}

async function connect(url: string): Promise<WebSocket> {
  const opened = new WebSocket(url);
  opened.onmessage = (event) => receive(JSON.parse(String(event.data)));
  await new Promise((resolve, reject) => {
    opened.onopen = resolve;
    opened.onerror = reject;
  });
  return opened;
}

interface Message {
  id?: number;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
  method: string;
  params: unknown;
}

function receive(message: Message): void {
  if (message.id !== undefined) {
    const answer = answers.get(message.id);
    answers.delete(message.id);
    if (message.error) answer?.reject(new Error(`${answer.method}: ${message.error.message}`));
    else answer?.resolve(message.result as never);
  } else if (message.sessionId) {
    sessionListeners.get(message.sessionId)?.(message.method, message.params as never);
  } else if (message.method === 'Target.targetDestroyed') {
    for (const listener of goneListeners) listener((message.params as { targetId: string }).targetId);
  }
}

/** Sends a DevTools command, to the browser or to one page's session. */
export function send<R = unknown>(method: string, params: object = {}, sessionId?: string): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) {
      reject(new Error('Chromium is gone'));
      return;
    }
    lastId += 1;
    answers.set(lastId, { resolve, reject, method });
    socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
  });
}

/** Hears the DevTools events of one page's session. */
export function listen(sessionId: string, listener: Listener): void {
  sessionListeners.set(sessionId, listener);
}

/** Hears of every page that is gone, whoever closed it. */
export function onTargetGone(listener: (targetId: string) => void): void {
  goneListeners.add(listener);
}

/** Ends Chromium at once. */
export function killChromium(): void {
  isEnding = true;
  socket?.close();
  child?.kill('SIGKILL');
}

process.on('exit', () => {
  killChromium();
  try {
    rmSync(chromiumProfile, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Chromium may still be writing to it; it lies in the temporary folder.
  }
});
