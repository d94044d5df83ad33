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

/** Copying is all that a page may do outside itself, and only one of our own pages. */
const allowedPermission = 'clipboard-sanitized-write';

/** Denies every permission a page could ask for, but that of putting text on the clipboard. */
export function denyPermissions(session: Session, pageUrl: string): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === allowedPermission && isOwnPage(requestingUrl, pageUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      permission === allowedPermission && isOwnPage(requestingOrigin, pageUrl),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on the app's own pages: no other navigation, no further windows, no embedded browsers. */
export function confine(contents: WebContents, pageUrl: string): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url, pageUrl)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
