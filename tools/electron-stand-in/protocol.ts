/**
 * Electron's `protocol` and `session`. Chromium knows no scheme of ours, so `app://host/path` is shown to it as
 * `https://host.app-scheme.test/path`, and every request to such an address is answered by the app's own handler.
 */
import { chromiumRunning } from './chromium';

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Set<string>();
const handlers = new Map<string, Handler>();
let isReady = false;
void chromiumRunning.then(() => {
  isReady = true;
});

export const protocol = {
  registerSchemesAsPrivileged(list: { scheme: string }[]): void {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of list) schemes.add(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    schemes.add(scheme);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme: string): boolean => handlers.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** The app's handler for a URL as the app writes it; undefined when the request is the network's. */
export const handlerFor = (url: string): Handler | undefined => handlers.get(url.slice(0, url.indexOf(':')));

/** `app://host/x` -> the address Chromium sees; other URLs as they are. */
export function toChromiumUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z][\w+.-]*):\/\/([^/?#]*)(.*)$/.exec(url) ?? [];
  if (!scheme || !schemes.has(scheme)) return url;
  return `https://${host}.${scheme}-scheme.test${rest || '/'}`;
}

/** The address Chromium sees -> `app://host/x`; other URLs as they are. */
export function toAppUrl(url: string): string {
  const [, host, scheme, rest] = /^https:\/\/([^/]*)\.([a-z][\w+-]*)-scheme\.test(\/.*)?$/.exec(url) ?? [];
  return host && scheme ? `${scheme}://${host}${rest ?? '/'}` : url;
}

/** A handler's response headers as DevTools wants them; a scheme named in the CSP becomes its address. */
export function toChromiumHeaders(headers: Headers): { name: string; value: string }[] {
  return [...headers].map(([name, value]) => {
    if (name !== 'content-security-policy') return { name, value };
    const translated = value.replace(/\b([a-z]+):(?=\s|;|$)/g, (whole, scheme) =>
      schemes.has(scheme) ? `https://*.${scheme}-scheme.test` : whole,
    );
    return { name, value: translated };
  });
}

type PermissionHandler = ((...args: never[]) => unknown) | null;

/** The handlers are kept, so that a test can ask them; Chromium itself does not. */
export const session = {
  defaultSession: {
    protocol,
    permissionHandlers: {} as Record<'request' | 'check' | 'device', PermissionHandler>,
    setPermissionRequestHandler(handler: PermissionHandler): void {
      this.permissionHandlers.request = handler;
    },
    setPermissionCheckHandler(handler: PermissionHandler): void {
      this.permissionHandlers.check = handler;
    },
    setDevicePermissionHandler(handler: PermissionHandler): void {
      this.permissionHandlers.device = handler;
    },
  },
};
