import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { confine, denyPermissions, isOwnPage, isTrustedSender, lockedPreferences } from './security';

const page = 'app://pricebook/';

describe('isOwnPage', () => {
  it.each(['app://pricebook/', 'app://pricebook/index.html#/groups', 'app://pricebook/?a=1'])('accepts %s', (url) => {
    expect(isOwnPage(url, page)).toBe(true);
  });

  it.each([
    'app://pricebook.evil/',
    'app://evil/pricebook/',
    'app://pricebook@evil/',
    'app://user@pricebook/',
    'app://pricebook:99/',
    'https://pricebook/',
    'file:///index.html',
    'about:blank',
    'data:text/html,x',
    'javascript:alert(1)',
    'nonsense',
    '',
  ])('refuses %s', (url) => {
    expect(isOwnPage(url, page)).toBe(false);
  });
});

describe('isTrustedSender', () => {
  it('accepts the main frame of our page only', () => {
    expect(isTrustedSender({ url: page, parent: null }, page)).toBe(true);
  });

  it('refuses frames inside it, foreign pages and frames that are gone', () => {
    const parent = { url: page, parent: null } as never;
    expect(isTrustedSender({ url: page, parent }, page)).toBe(false);
    expect(isTrustedSender({ url: 'https://evil.example/', parent: null }, page)).toBe(false);
    expect(isTrustedSender(null, page)).toBe(false);
    expect(isTrustedSender(undefined, page)).toBe(false);
  });
});

it('locks every window down', () => {
  expect(lockedPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

it('denies every permission but copying from our own page', () => {
  const given: Record<string, (...args: unknown[]) => unknown> = {};
  const session = {
    setPermissionRequestHandler: (handler: never) => Object.assign(given, { request: handler }),
    setPermissionCheckHandler: (handler: never) => Object.assign(given, { check: handler }),
    setDevicePermissionHandler: (handler: never) => Object.assign(given, { device: handler }),
  };
  denyPermissions(session as unknown as Session, page);
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'hid']) {
    const answer = vi.fn();
    given.request?.({}, permission, answer, { requestingUrl: page });
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    expect(given.check?.({}, permission, page)).toBe(false);
    expect(given.device?.({})).toBe(false);
  }
  for (const [url, isAllowed] of [
    [page, true],
    ['https://evil.example/', false],
    ['', false],
  ] as const) {
    const answer = vi.fn();
    given.request?.({}, 'clipboard-sanitized-write', answer, { requestingUrl: url });
    expect(answer).toHaveBeenCalledExactlyOnceWith(isAllowed);
    expect(given.check?.({}, 'clipboard-sanitized-write', url)).toBe(isAllowed);
  }
});

describe('confine', () => {
  function confined() {
    const listeners: Record<string, (event: { url: string; preventDefault(): void }) => void> = {};
    let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
    const contents = {
      on: (name: string, listener: never) => Object.assign(listeners, { [name]: listener }),
      setWindowOpenHandler: (handler: never) => {
        openHandler = handler;
      },
    };
    confine(contents as unknown as WebContents, page);
    const isPrevented = (event: string, url: string) => {
      const preventDefault = vi.fn();
      listeners[event]?.({ url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    return { isPrevented, open: (url: string) => openHandler({ url }) };
  }

  it('prevents leaving the app by link or redirect', () => {
    const { isPrevented } = confined();
    expect(isPrevented('will-navigate', 'https://example.com/')).toBe(true);
    expect(isPrevented('will-redirect', 'https://example.com/')).toBe(true);
    expect(isPrevented('will-navigate', 'app://pricebook/#/groups')).toBe(false);
    expect(isPrevented('will-attach-webview', page)).toBe(true);
  });

  it('denies every window', () => {
    const { open } = confined();
    for (const url of ['https://example.com/', page]) expect(open(url)).toEqual({ action: 'deny' });
  });
});
