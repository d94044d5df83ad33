/**
 * The source text that runs inside every page, before the page's own scripts: once in the page's world, where it shows
 * what the preload exposed, and once in the isolated world of the preload, where it provides `require('electron')`.
 * The two worlds share only the document, so they talk through synchronous DOM events with a name nobody can guess.
 */
import { type Cloner, makeCloner, type Packet } from './structured-clone';

/** From the preload's world to the main process. */
export type FromPage =
  | { kind: 'send'; channel: string; args: string }
  | { kind: 'invoke'; id: number; channel: string; args: string }
  | { kind: 'preload-error'; message: string };

/** From the main process to the preload's world. */
export type ToPage =
  | { kind: 'event'; channel: string; args: string }
  | { kind: 'reply'; id: number; ok: true; value: string }
  | { kind: 'reply'; id: number; ok: false; message: string };

/** From the page's own world: it wants a window. */
export interface WindowRequest {
  url: string;
  frameName: string;
  features: string;
}

/** Between the two worlds of a page. */
type BetweenWorlds =
  | { kind: 'expose'; key: string; api: string }
  | { kind: 'call'; id: number; args: string }
  | { kind: 'return'; ok: boolean; value: string }
  | { kind: 'settle'; id: number; ok: boolean; value: string };

interface WorldLink {
  expose(key: string, api: unknown): void;
}

interface PageFacts {
  platform: string;
  arch: string;
  versions: NodeJS.ProcessVersions;
}

type Preload = (exports: object, require: unknown, module: object, process: object, global: object) => void;
type Listener = (...args: unknown[]) => void;

/** The scripts for both worlds. `token` is a random word; the isolated world is named by it too. */
export function pageScripts(token: string, preloadSource: string): { page: string; isolated: string } {
  const facts: PageFacts = { platform: process.platform, arch: process.arch, versions: process.versions };
  const link = (isolated: boolean) => `(${linkWorlds})(${makeCloner}, ${JSON.stringify(token)}, ${isolated})`;
  const preload = `function (exports, require, module, process, global) {\n${preloadSource}\n}`;
  const onTop = (code: string, name: string) =>
    `if (window === window.top) { ${code} }\n//# sourceURL=electron-stand-in/${name}.js`;
  return {
    page: onTop(`${link(false)}; (${denyWindows})(${JSON.stringify(token)});`, 'bridge'),
    isolated: onTop(
      `(${runPreload})(${makeCloner}, ${JSON.stringify(token)}, ${link(true)}, ${preload}, ${JSON.stringify(facts)});`,
      'preload',
    ),
  };
}

/** Runs in both worlds: carries values, functions and promises to the other one. */
function linkWorlds(cloner: () => Cloner, token: string, isolated: boolean): WorldLink {
  const { encode, decode } = cloner();
  const outgoing = `${token}-${isolated ? 'to-page' : 'to-preload'}`;
  const incoming = `${token}-${isolated ? 'to-preload' : 'to-page'}`;
  // Taken now: the page may replace them later.
  const dispatch = document.dispatchEvent.bind(document);
  const DomEvent = CustomEvent;

  const functions = new Map<number, Listener>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let lastId = 0;
  let returned: { ok: boolean; value: string } | undefined;

  const post = (message: BetweenWorlds) => dispatch(new DomEvent(outgoing, { detail: JSON.stringify(message) }));
  const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));
  const references = {
    box(value: unknown): Packet {
      lastId += 1;
      const id = lastId;
      if (value instanceof File) {
        handOver(value, id);
        return { $: 'file', v: id };
      }
      if (typeof value === 'function') {
        functions.set(id, value as Listener);
        return { $: 'function', v: id };
      }
      (value as Promise<unknown>).then(
        (result) => post({ kind: 'settle', id, ok: true, value: pack(result) }),
        (error: unknown) => post({ kind: 'settle', id, ok: false, value: pack(asError(error)) }),
      );
      return { $: 'promise', v: id };
    },
    unbox({ $: kind, v }: Packet): unknown {
      const id = v as number;
      if (kind === 'file') return handedOver(id);
      if (kind === 'promise') return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
      return (...args: unknown[]) => {
        returned = undefined;
        // The other world answers within this dispatch: DOM events are synchronous.
        post({ kind: 'call', id, args: pack(args) });
        if (!returned) return undefined;
        const { ok, value } = returned as { ok: boolean; value: string };
        returned = undefined;
        const result = unpack(value);
        if (!ok) throw result;
        return result;
      };
    },
  };
  const pack = (value: unknown) => encode(value, references);
  const unpack = (text: string) => decode(text, references);

  /** A file is in a field of the shared document while it changes worlds, which is within one dispatch. */
  const fieldOf = (id: number) => `${token}-file-${id}`;
  function handOver(file: File, id: number) {
    const field = Object.assign(document.createElement('input'), { type: 'file', id: fieldOf(id), hidden: true });
    const transfer = new DataTransfer();
    transfer.items.add(file);
    field.files = transfer.files;
    document.documentElement.append(field);
  }
  function handedOver(id: number): File | undefined {
    const field = document.getElementById(fieldOf(id)) as HTMLInputElement | null;
    field?.remove();
    return field?.files?.[0];
  }

  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null) Object.freeze(value) && Object.values(value).forEach(freeze);
    return value;
  }

  function answerCall(id: number, args: string): BetweenWorlds {
    try {
      const result = functions.get(id)?.(...(unpack(args) as unknown[]));
      return { kind: 'return', ok: true, value: pack(result) };
    } catch (thrown) {
      return { kind: 'return', ok: false, value: pack(asError(thrown)) };
    }
  }

  document.addEventListener(incoming, (event) => {
    event.stopImmediatePropagation();
    const message: BetweenWorlds = JSON.parse((event as CustomEvent<string>).detail);
    if (message.kind === 'call') post(answerCall(message.id, message.args));
    else if (message.kind === 'return') returned = message;
    else if (message.kind === 'settle') {
      const waiting = promises.get(message.id);
      promises.delete(message.id);
      if (message.ok) waiting?.resolve(unpack(message.value));
      else waiting?.reject(unpack(message.value));
    } else if (!isolated) {
      if (Object.hasOwn(window, message.key)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      const value = freeze(unpack(message.api));
      Object.defineProperty(window, message.key, { value, enumerable: true, writable: false, configurable: false });
    }
  });
  return { expose: (key, api) => post({ kind: 'expose', key, api: pack(api) }) };
}

/**
 * Runs in the page's world: tells the main process of every window the page wants, and opens none. Chromium has no
 * switch for that, and a window closed again at once would already have been seen.
 */
function denyWindows(token: string): void {
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const post = world[`${token}open`];
  delete world[`${token}open`];
  const ask = (url: string, frameName: string, features: string) => {
    const request: WindowRequest = { url: new URL(url, location.href).href, frameName, features };
    post?.(JSON.stringify(request));
  };
  window.open = (url = 'about:blank', frameName = '', features = '') => {
    ask(String(url), frameName, features);
    return null;
  };
  window.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href][target=_blank]') : null;
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    ask(link.href, '_blank', '');
  });
}

/** Runs in the isolated world: gives the preload what a sandboxed preload has in Electron, and nothing more. */
function runPreload(cloner: () => Cloner, token: string, link: WorldLink, preload: Preload, facts: PageFacts): void {
  const { encode, decode } = cloner();
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const postText = world[`${token}post`];
  delete world[`${token}post`];
  const post = (message: FromPage) => postText?.(JSON.stringify(message));

  class Emitter {
    readonly #listeners = new Map<string, { listener: Listener; original: Listener }[]>();
    on(name: string, listener: Listener, original = listener): this {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, original }]);
      return this;
    }
    addListener(name: string, listener: Listener): this {
      return this.on(name, listener);
    }
    once(name: string, listener: Listener): this {
      const once: Listener = (...args) => {
        this.removeListener(name, listener);
        listener(...args);
      };
      return this.on(name, once, listener);
    }
    removeListener(name: string, listener: Listener): this {
      const kept = (this.#listeners.get(name) ?? []).filter((entry) => entry.original !== listener);
      this.#listeners.set(name, kept);
      return this;
    }
    off(name: string, listener: Listener): this {
      return this.removeListener(name, listener);
    }
    removeAllListeners(name: string): this {
      this.#listeners.delete(name);
      return this;
    }
    emit(name: string, ...args: unknown[]): boolean {
      const entries = this.#listeners.get(name) ?? [];
      for (const { listener } of entries) listener(...args);
      return entries.length > 0;
    }
    listenerCount(name: string): number {
      return this.#listeners.get(name)?.length ?? 0;
    }
  }

  const replies = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const ipcRenderer = Object.assign(new Emitter(), {
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args: encode(args) }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = encode(args);
        lastId += 1;
        replies.set(lastId, { resolve, reject });
        post({ kind: 'invoke', id: lastId, channel, args: text });
      }),
    sendSync: () => {
      throw new Error('electron-stand-in: sendSync is not supported');
    },
  });
  world[`${token}receive`] = (text) => {
    const message: ToPage = JSON.parse(text);
    if (message.kind === 'event') {
      ipcRenderer.emit(
        message.channel,
        { sender: ipcRenderer, senderId: 0, ports: [] },
        ...(decode(message.args) as unknown[]),
      );
      return;
    }
    const waiting = replies.get(message.id);
    replies.delete(message.id);
    if (message.ok) waiting?.resolve(decode(message.value));
    else waiting?.reject(new Error(message.message));
  };

  // The real one answers the path itself. Here the main process looks it up when the answer arrives in a message.
  const files: File[] = [];
  world[`${token}files`] = ((index: number) => files[index]) as never;
  const webUtils = { getPathForFile: (file: File) => `${token}path:${files.push(file) - 1}` };

  const electron = { ipcRenderer, webUtils, contextBridge: { exposeInMainWorld: link.expose } };
  const modules: Record<string, unknown> = {
    electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    timers: { setTimeout, setInterval, clearTimeout, clearInterval },
    url: { URL, URLSearchParams },
  };
  const require = (name: string) => {
    const found = modules[name.replace(/^node:/, '').replace(/^electron\/(renderer|common)$/, 'electron')];
    if (!found) throw new Error(`module not found: ${name}`);
    return found;
  };
  const process = { ...facts, env: {}, argv: [], type: 'renderer', contextIsolated: true, sandboxed: true };
  const module = { exports: {} };
  try {
    preload(module.exports, require, module, process, globalThis);
  } catch (thrown) {
    post({ kind: 'preload-error', message: String(thrown instanceof Error ? thrown.stack : thrown) });
  }
}
