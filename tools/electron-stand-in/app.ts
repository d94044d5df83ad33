/** Electron's `app`: life cycle, paths, switches. */
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumProfile, killChromium, switches } from './chromium';
import { openWindows } from './open-windows';
import { preventable } from './preventable';

const ready = Promise.withResolvers<void>();
let isReady = false;
let isQuitting = false;

interface AppFacts {
  name: string;
  version: string;
  path: string;
}

class App extends EventEmitter {
  readonly isPackaged = false;
  #facts: AppFacts = { name: 'Electron', version: '', path: '' };
  readonly #paths = new Map<string, string>();

  readonly commandLine = {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    hasSwitch: (name: string) =>
      switches.has(name) || process.argv.some((argument) => argument.split('=')[0] === `--${name}`),
    getSwitchValue: (name: string) =>
      process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ??
      switches.get(name) ??
      '',
  };

  /** What boot.ts read from the app's package.json. */
  describe(facts: AppFacts): void {
    this.#facts = facts;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }
  isReady(): boolean {
    return isReady;
  }
  getName(): string {
    return this.#facts.name;
  }
  getVersion(): string {
    return this.#facts.version;
  }
  getAppPath(): string {
    return this.#facts.path;
  }
  getLocale(): string {
    return 'en-US';
  }
  getPath(name: string): string {
    const chosen = this.#paths.get(name);
    if (chosen) return chosen;
    if (name === 'temp') return tmpdir();
    if (name === 'home') return homedir();
    if (name === 'exe') return process.argv[0] ?? '';
    if (name !== 'userData') return join(homedir(), name);
    const folder = join(chromiumProfile, 'app-user-data');
    mkdirSync(folder, { recursive: true });
    return folder;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  /** Always granted: a second process is not known here. */
  requestSingleInstanceLock(): boolean {
    return true;
  }
  /** There is no dock here. */
  setBadgeCount(_count: number): boolean {
    return false;
  }
  /** The window refuses to be made without the sandbox in any case. */
  enableSandbox(): void {}

  quit(): void {
    if (isQuitting) return;
    const before = preventable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    for (const window of openWindows()) {
      const close = preventable();
      window.emit('close', close);
      if (close.defaultPrevented) return;
    }
    for (const window of openWindows()) window.markClosed({ andQuit: false });
    const will = preventable();
    this.emit('will-quit', will);
    if (!will.defaultPrevented) this.exit(0);
  }
  exit(code = 0): void {
    isQuitting = true;
    this.emit('quit', {}, code);
    killChromium();
    // Long enough for what was printed to be read by whoever started us.
    setTimeout(() => process.exit(code), 50);
  }
}

export const app = new App();

/** Whether the program is on its way out. */
export const quitting = () => isQuitting;

/** Chromium runs and the app's main module is loaded. */
export function becomeReady(): void {
  isReady = true;
  ready.resolve();
  app.emit('ready', {}, {});
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
