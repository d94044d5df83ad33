import { expect, it } from 'vitest';
import { findInstalledBrowser } from './installed-browser.mjs';

const on = (platform: string, files: string[], env: Record<string, string> = {}) =>
  findInstalledBrowser({ platform, env, exists: (path: string) => files.includes(path) });

it('prefers Chrome, then Chromium, then Edge', () => {
  const all = ['/usr/bin/microsoft-edge', '/usr/bin/chromium', '/usr/bin/google-chrome'];
  expect(on('linux', all)).toBe('/usr/bin/google-chrome');
  expect(on('linux', all.slice(0, 2))).toBe('/usr/bin/chromium');
  expect(on('linux', all.slice(0, 1))).toBe('/usr/bin/microsoft-edge');
});

it('looks along PATH, in Applications and in Program Files', () => {
  expect(on('linux', ['/opt/bin/chromium'], { PATH: '/opt/bin' })).toBe('/opt/bin/chromium');
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(on('darwin', [chrome])).toBe(chrome);
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  expect(on('win32', [edge], { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' })).toBe(edge);
});

it('uses the named one, and says so when it is not there', () => {
  const env = { PRICEBOOK_BROWSER: '/my/chrome' };
  expect(on('linux', ['/my/chrome', '/usr/bin/chromium'], env)).toBe('/my/chrome');
  expect(on('linux', ['/usr/bin/chromium'], env)).toBeNull();
});

it('finds nothing where nothing is', () => {
  expect(on('linux', [])).toBeNull();
});
