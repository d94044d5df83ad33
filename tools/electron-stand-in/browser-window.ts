/** Electron's `BrowserWindow`: a page with a window's methods. The window itself is only remembered, not drawn. */
import { EventEmitter } from 'node:events';
import { app, quitting } from './app';
import { onTargetGone, send } from './chromium';
import { addWindow, type OpenWindow, openWindows, removeWindow } from './open-windows';
import { preventable } from './preventable';
import { type PagePreferences, WebContents } from './web-contents';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WindowOptions extends Partial<Bounds> {
  show?: boolean;
  title?: string;
  webPreferences?: PagePreferences;
}

const lockedDown: PagePreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
};
const mustBeOff = [
  ...['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag'],
  'allowRunningInsecureContent',
];

export class BrowserWindow extends EventEmitter implements OpenWindow {
  readonly webContents: WebContents;
  #bounds: Bounds;
  #title: string;
  #isVisible: boolean;
  #isMaximized = false;
  #isMinimized = false;
  #isDestroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const preferences = { ...lockedDown, ...options.webPreferences };
    const isOpen = !preferences.contextIsolation || !preferences.sandbox || !preferences.webSecurity;
    if (isOpen || mustBeOff.some((name) => preferences[name])) {
      throw new Error(`electron-stand-in: this window is not locked down: ${JSON.stringify(preferences)}`);
    }
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? '';
    this.#isVisible = options.show !== false;
    this.webContents = new WebContents(preferences, { width, height });
    this.webContents.once('-ready-to-show', () => this.emit('ready-to-show', {}));
    addWindow(this);
    app.emit('browser-window-created', {}, this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return openWindows() as BrowserWindow[];
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().at(-1) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.#isVisible = true;
    this.emit('show');
  }
  hide(): void {
    this.#isVisible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  focus(): void {
    this.emit('focus');
  }
  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  minimize(): void {
    this.#isMinimized = true;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  getBounds(): Bounds {
    return { ...this.#bounds };
  }
  getNormalBounds(): Bounds {
    return this.getBounds();
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    if (this.#isDestroyed) return;
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    const { targetId } = this.webContents;
    this.markClosed({ andQuit: true });
    if (targetId) send('Target.closeTarget', { targetId }).catch(() => undefined);
  }
  markClosed({ andQuit }: { andQuit: boolean }): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    removeWindow(this);
    this.webContents.markDestroyed();
    this.emit('closed');
    if (!andQuit || quitting() || openWindows().length > 0) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}

onTargetGone((targetId) => {
  for (const window of openWindows()) {
    if (window.webContents.targetId === targetId) window.markClosed({ andQuit: true });
  }
});
