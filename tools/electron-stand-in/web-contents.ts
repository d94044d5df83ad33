/** Electron's `WebContents`: one Chromium page, its requests, its navigation and its messages. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { chromiumRunning, listen, send } from './chromium';
import { ipcMain } from './ipc-main';
import { type FromPage, pageScripts, type ToPage, type WindowRequest } from './page-bridge';
import { preventable } from './preventable';
import { handlerFor, session, toAppUrl, toChromiumHeaders, toChromiumUrl } from './protocol';
import { makeCloner } from './structured-clone';

export interface PagePreferences {
  preload?: string;
  [name: string]: unknown;
}

interface Frame {
  id: string;
  parentId?: string;
  url: string;
}

interface PausedRequest {
  requestId: string;
  resourceType: string;
  frameId: string;
  request: { url: string; method: string; headers: Record<string, string>; hasPostData?: boolean; postData?: string };
}

interface ExecutionContext {
  id: number;
  name: string;
  auxData?: { frameId: string };
}

/** The DevTools events heard, with the part of their content that is used. */
interface PageEvents {
  'Fetch.requestPaused': PausedRequest;
  'Runtime.executionContextCreated': { context: ExecutionContext };
  'Runtime.executionContextDestroyed': { executionContextId: number };
  'Runtime.bindingCalled': { name: string; payload: string; executionContextId: number };
  'Page.frameNavigated': { frame: Frame };
  'Page.navigatedWithinDocument': { frameId: string; url: string };
  'Page.domContentEventFired': object;
  'Page.loadEventFired': object;
  'Page.javascriptDialogOpening': object;
  'Inspector.targetCrashed': object;
}

type WindowOpenHandler = (details: object) => { action: 'allow' | 'deny' };

/** The options of `printToPDF` that the app uses: DevTools has them under the same names. */
interface PdfOptions {
  pageSize?: keyof typeof papers;
  printBackground?: boolean;
  generateTaggedPDF?: boolean;
  generateDocumentOutline?: boolean;
}

/** Width and height in inches. */
const papers = { A4: [8.27, 11.7], Letter: [8.5, 11] } as const;

const { encode, decode } = makeCloner();
let lastId = 0;

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = session.defaultSession;
  targetId: string | undefined;
  readonly #preferences: PagePreferences;
  /** Names the preload's world and its two functions; new for every page, so that no page can guess it. */
  readonly #token = `stand-in-${randomBytes(8).toString('hex')}`;
  readonly #frames = new Map<string, Frame>();
  readonly #contexts = new Map<number, ExecutionContext>();
  readonly #ready: Promise<void>;
  #sessionId = '';
  #mainFrameId: string | undefined;
  #preloadContext: number | undefined;
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  #loading: string | undefined;
  #isDestroyed = false;
  #hasBeenShown = false;

  constructor(preferences: PagePreferences, size: { width: number; height: number }) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#preferences = preferences;
    this.#ready = this.#create(size);
    this.#ready.catch((error: unknown) => {
      if (!this.#isDestroyed) console.error('electron-stand-in:', error);
    });
  }

  async #create({ width, height }: { width: number; height: number }): Promise<void> {
    await chromiumRunning;
    const target = { url: 'about:blank', width, height, newWindow: true };
    this.targetId = (await send<{ targetId: string }>('Target.createTarget', target)).targetId;
    const attached = { targetId: this.targetId, flatten: true };
    this.#sessionId = (await send<{ sessionId: string }>('Target.attachToTarget', attached)).sessionId;
    listen(this.#sessionId, (method, params) => this.#heard[method as keyof PageEvents]?.(params));
    const preload = this.#preferences.preload ? readFileSync(this.#preferences.preload, 'utf8') : '';
    const { page, isolated } = pageScripts(this.#token, preload);
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#send('Runtime.addBinding', { name: `${this.#token}post`, executionContextName: this.#token }),
      this.#send('Runtime.addBinding', { name: `${this.#token}open` }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: this.#token }),
    ]);
  }

  #send<R = unknown>(method: string, params?: object): Promise<R> {
    return send<R>(method, params, this.#sessionId);
  }

  readonly #heard: { [E in keyof PageEvents]: (params: PageEvents[E]) => void } = {
    'Fetch.requestPaused': (request) => void this.#answerRequest(request).catch(() => undefined),
    'Runtime.executionContextCreated': ({ context }) => {
      this.#contexts.set(context.id, context);
      if (context.name === this.#token && context.auxData?.frameId === this.#mainFrameId)
        this.#preloadContext = context.id;
    },
    'Runtime.executionContextDestroyed': ({ executionContextId }) => {
      this.#contexts.delete(executionContextId);
      if (this.#preloadContext === executionContextId) this.#preloadContext = undefined;
    },
    'Runtime.bindingCalled': ({ name, payload, executionContextId }) => {
      if (name === `${this.#token}post`) this.#receive(JSON.parse(payload), this.#contexts.get(executionContextId));
      if (name === `${this.#token}open`) this.#askForWindow(JSON.parse(payload));
    },
    'Page.frameNavigated': ({ frame }) => {
      this.#frames.set(frame.id, frame);
      if (frame.parentId) return;
      this.#mainFrameId = frame.id;
      this.emit('did-navigate', {}, toAppUrl(frame.url), 200);
    },
    'Page.navigatedWithinDocument': ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      if (frame) frame.url = url;
    },
    'Page.domContentEventFired': () => this.emit('dom-ready', {}),
    'Page.loadEventFired': () => {
      this.emit('did-finish-load', {});
      if (!this.#hasBeenShown) this.emit('-ready-to-show');
      this.#hasBeenShown = true;
    },
    'Page.javascriptDialogOpening': () =>
      void this.#send('Page.handleJavaScriptDialog', { accept: true }).catch(() => undefined),
    'Inspector.targetCrashed': () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
  };

  async #answerRequest({ requestId, request, resourceType, frameId }: PausedRequest): Promise<unknown> {
    const url = toAppUrl(request.url);
    const isMainDocument = resourceType === 'Document' && frameId === (this.#mainFrameId ?? frameId);
    const isOurLoad = this.#loading !== undefined && toChromiumUrl(this.#loading) === request.url.replace(/#.*/, '');
    if (isMainDocument && !isOurLoad) {
      const event = preventable({ url, isMainFrame: true, isSameDocument: false });
      this.emit('will-navigate', event, url, false, true);
      if (event.defaultPrevented) return this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    }
    const handler = handlerFor(url);
    if (!handler) return this.#send('Fetch.continueRequest', { requestId });
    try {
      const { method, headers, postData } = request;
      const body = request.hasPostData && postData !== undefined ? { body: postData } : {};
      const response = await handler(new Request(url.replace(/#.*/, ''), { method, headers, ...body }));
      return this.#send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: toChromiumHeaders(response.headers),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch (error) {
      console.error('protocol handler:', error);
      return this.#send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }

  /** A frame as `event.senderFrame` shows it. */
  #frame(id: string | undefined): object | null {
    const frame = id === undefined ? undefined : this.#frames.get(id);
    if (!frame) return null;
    const url = toAppUrl(frame.url);
    return {
      url,
      origin: url.replace(/^([^:]+:\/\/[^/]*).*/, '$1'),
      parent: frame.parentId ? this.#frame(frame.parentId) : null,
      processId: 1,
      routingId: 1,
    };
  }

  get mainFrame(): object | null {
    return this.#frame(this.#mainFrameId);
  }

  #receive(message: FromPage, context: ExecutionContext | undefined): void {
    if (context?.name !== this.#token) return;
    if (message.kind === 'preload-error') {
      console.error('Unable to load preload script:', message.message);
      this.emit('preload-error', {}, this.#preferences.preload, new Error(message.message));
      return;
    }
    const event = {
      sender: this,
      senderFrame: this.#frame(context.auxData?.frameId),
      type: 'frame',
      processId: 1,
      frameId: 1,
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    };
    const { channel } = message;
    const args = decode(message.args) as unknown[];
    if (message.kind === 'send') ipcMain.emit(channel, event, ...args);
    else void this.#invoke(message.id, channel, event, args);
  }

  async #invoke(id: number, channel: string, event: object, args: unknown[]): Promise<void> {
    try {
      const handler = ipcMain._invokeHandlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const value = encode(await handler(event, ...(await Promise.all(args.map((arg) => this.#withPath(arg))))));
      this.#deliver({ kind: 'reply', id, ok: true, value });
    } catch (error) {
      this.#deliver({ kind: 'reply', id, ok: false, message: `Error invoking remote method '${channel}': ${error}` });
    }
  }

  /** The path of a file for what the preload got as its path; empty when the file is none of this computer. */
  async #withPath(arg: unknown): Promise<unknown> {
    const mark = `${this.#token}path:`;
    if (typeof arg !== 'string' || !arg.startsWith(mark) || this.#preloadContext === undefined) return arg;
    const expression = `globalThis[${JSON.stringify(`${this.#token}files`)}](${Number(arg.slice(mark.length))})`;
    const found = { expression, contextId: this.#preloadContext };
    const { result } = await this.#send<{ result: { objectId: string } }>('Runtime.evaluate', found);
    const { path } = await this.#send<{ path: string }>('DOM.getFileInfo', { objectId: result.objectId });
    return path;
  }

  #askForWindow({ url, frameName, features }: WindowRequest): void {
    const details = { url: toAppUrl(url), frameName, features, disposition: 'foreground-tab' };
    const { action } = this.#openHandler(details);
    if (action === 'allow') console.error('electron-stand-in: further windows are not supported:', details.url);
  }

  #deliver(message: ToPage): void {
    if (this.#isDestroyed || this.#preloadContext === undefined) return;
    const receiver = `globalThis[${JSON.stringify(`${this.#token}receive`)}]`;
    const expression = `${receiver}(${JSON.stringify(JSON.stringify(message))})`;
    this.#send('Runtime.evaluate', { expression, contextId: this.#preloadContext, silent: true }).catch(
      () => undefined,
    );
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver({ kind: 'event', channel, args: encode(args) });
  }

  async loadURL(given: string): Promise<void> {
    const url = /^[a-z]+:\/\/[^/?#]*$/.test(given) ? `${given}/` : given;
    this.#loading = url;
    await this.#ready;
    const loaded = new Promise((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await this.#send<{ errorText?: string }>('Page.navigate', { url: toChromiumUrl(url) });
    if (errorText) {
      this.emit('did-fail-load', {}, -1, errorText, url, true);
      throw new Error(`${errorText} loading '${url}'`);
    }
    await loaded;
    this.#loading = undefined;
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    await this.#ready;
    const answer = await this.#send<{ result: { value: unknown }; exceptionDetails?: { text: string } }>(
      'Runtime.evaluate',
      {
        expression,
        awaitPromise: true,
        returnByValue: true,
      },
    );
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }

  async printToPDF({ pageSize = 'Letter', ...options }: PdfOptions = {}): Promise<Buffer> {
    const [paperWidth, paperHeight] = papers[pageSize];
    const { data } = await this.#send<{ data: string }>('Page.printToPDF', { ...options, paperWidth, paperHeight });
    return Buffer.from(data, 'base64');
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }
  getURL(): string {
    const frame = this.#mainFrameId === undefined ? undefined : this.#frames.get(this.#mainFrameId);
    return toAppUrl(frame?.url ?? '');
  }
  getLastWebPreferences(): PagePreferences {
    return this.#preferences;
  }
  reload(): void {
    this.#send('Page.reload').catch(() => undefined);
  }
  isLoading(): boolean {
    return this.#loading !== undefined;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  /** The page is gone. */
  markDestroyed(): void {
    this.#isDestroyed = true;
    this.emit('destroyed');
  }
}
