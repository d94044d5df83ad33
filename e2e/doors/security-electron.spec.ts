import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { launchElectron } from './launch-electron';

let app: ElectronApplication;
let page: Page;

// One run for all: nothing here may have an effect, so nothing can disturb the next test.
const dir = mkdtempSync(join(tmpdir(), 'pricebook-security-'));
test.beforeAll(async () => {
  ({ app, page } = await launchElectron(dir));
});
test.afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the page has the door and nothing of Node or Electron', async () => {
  const seen = await page.evaluate(() => {
    const scope = window as unknown as Record<string, object>;
    return {
      globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in scope),
      door: Object.keys(scope.pricebook ?? {}).sort(),
      frozen: Object.isFrozen(scope.pricebook),
    };
  });
  const door = [
    'call',
    'deliver',
    'host',
    'onEvent',
    'pickFile',
    'pickFolder',
    'pickSaveTarget',
    'saveFile',
    'savePdf',
    'showExport',
    'takeDropped',
  ];
  expect(seen).toEqual({ globals: [], door, frozen: true });
});

test('the page cannot name a file to be read: only what a person drops has a path', async () => {
  const taken = await page.evaluate(async () => {
    const { takeDropped } = (window as unknown as { pricebook: { takeDropped(file: unknown): Promise<unknown> } })
      .pricebook;
    const answers = ['/etc/hosts', new File(['text'], '/etc/hosts')].map(async (file) => takeDropped(file));
    return (await Promise.allSettled(answers)).map((one) => (one.status === 'fulfilled' ? one.value : 'refused'));
  });
  expect(taken).toEqual(['refused', null]);
});

test('the window is isolated and sandboxed', async () => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): object };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false });
});

test('injected scripts and eval do not run', async () => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    // From a timer: what a test evaluates itself may use eval.
    return new Promise((resolve) =>
      setTimeout(() => {
        let evaluated = false;
        try {
          evaluated = new Function('return true')();
        } catch {}
        resolve([(window as { injected?: boolean }).injected ?? false, evaluated]);
      }),
    );
  });
  expect(ran).toEqual([false, false]);
});

test('the page cannot be navigated away', async () => {
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(before);
  expect(await page.evaluate(() => document.title)).toContain('Pricebook');
});

test('a new window is denied, and nothing is handed to the system', async () => {
  await app.evaluate(({ shell }) => {
    const scope = globalThis as { opened?: string[] };
    scope.opened = [];
    shell.openExternal = async (url) => void scope.opened?.push(url);
  });
  const windows = await page.evaluate(() =>
    ['https://example.com/', 'file:///etc/passwd', 'app://pricebook/'].map((link) => window.open(link) === null),
  );
  expect(windows).toEqual([true, true, true]);
  await page.waitForTimeout(500);
  expect(await app.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([]);
  expect(app.windows().length).toBe(1);
});

test('paths outside the renderer are not served', async () => {
  const statuses = await page.evaluate(() => {
    const paths = [
      '/../main/index.js',
      '/%2e%2e/main/index.js',
      '/..%2fmain%2findex.js',
      '/..%5cmain/index.js',
      '/nothing.js',
    ];
    return Promise.all(
      paths.map((path) =>
        fetch(path).then(
          (response) => response.status,
          () => 'failed',
        ),
      ),
    );
  });
  expect(statuses.filter((status) => status !== 404 && status !== 'failed')).toEqual([]);
});

test('messages from anything but the main frame of our page are refused', async () => {
  const outcomes = await app.evaluate(async ({ ipcMain, BrowserWindow }) => {
    type Handler = (event: object, ...args: unknown[]) => Promise<unknown>;
    const { _invokeHandlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
    const handler = _invokeHandlers.get('pricebook:call');
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const own = contents?.getURL();
    const frames = [
      { url: 'https://evil.example/', parent: null },
      { url: 'app://pricebook.evil/', parent: null },
      { url: own, parent: {} },
      null,
      { url: own, parent: null },
    ];
    const outcome = async (senderFrame: object | null) => {
      try {
        await handler?.({ sender: contents, senderFrame }, 'environment.list', {}, { environment_id: '' });
        return 'served';
      } catch {
        return 'refused';
      }
    };
    return Promise.all(frames.map(outcome));
  });
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused', 'served']);
});

test('names that are no procedure are refused', async () => {
  const codes = await page.evaluate(async () => {
    const { pricebook } = window as unknown as {
      pricebook: { call(...args: unknown[]): Promise<{ error?: { code: string } }> };
    };
    const replies = await Promise.all(
      ['__proto__', 'constructor', 'no.such'].map((name) => pricebook.call(name, {}, { environment_id: '' })),
    );
    return replies.map((reply) => reply.error?.code);
  });
  expect(codes).toEqual(['not_found', 'not_found', 'not_found']);
});

test('a menu command reaches the page', async () => {
  await page.evaluate(() => {
    const scope = window as unknown as {
      pricebook: { onEvent(listener: (event: object) => void): void };
      heard: object[];
    };
    scope.heard = [];
    scope.pricebook.onEvent((event) => scope.heard.push(event));
  });
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('theme-dark')?.click());
  const heard = () => page.evaluate(() => (window as unknown as { heard: object[] }).heard);
  await expect.poll(heard).toEqual([{ type: 'command', command: 'theme-dark' }]);
});
