import type { Session, WebContents, WebFrameMain, WebPreferences } from 'electron';

/** Every window's page is isolated and sandboxed; the preload is its only way out. */
export const lockedPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/** Hosts whose https pages may be opened in the person's own browser. */
const externalHosts: ReadonlySet<string> = new Set(['docs.flexprice.io']);

/** Whether a URL belongs to the app's own pages: same scheme, host and port, and no credentials in it. */
export function isOwnPage(url: string, pageUrl: string): boolean {
  const given = parse(url);
  const own = parse(pageUrl);
  if (!given || !own || given.username || given.password) return false;
  return given.protocol === own.protocol && given.host === own.host;
}

/** Whether a message comes from the main frame of one of our own pages. A frame that is gone (null) is refused. */
export function isTrustedSender(
  frame: Pick<WebFrameMain, 'url' | 'parent'> | null | undefined,
  pageUrl: string,
): boolean {
  return frame != null && frame.parent === null && isOwnPage(frame.url, pageUrl);
}

/** Whether a link may leave the app: https to a listed host on its usual port, without credentials. */
export function isAllowedExternalUrl(url: string): boolean {
  const given = parse(url);
  if (given?.protocol !== 'https:' || given.username || given.password || given.port) return false;
  return externalHosts.has(given.hostname);
}

/** Denies every permission a page could ask for: the app needs none. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on the app's own pages: no other navigation, no further windows, no embedded browsers. */
export function confine(contents: WebContents, pageUrl: string, openExternal: (url: string) => Promise<void>): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternalUrl(url)) void openExternal(url).catch(() => undefined);
    return { action: 'deny' };
  });
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
