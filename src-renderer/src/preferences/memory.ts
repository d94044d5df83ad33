/**
 * What this machine remembers of how the person likes the window. The browser shell has another port, and so another
 * storage, at every start; cookies are shared by all ports of a host. Where there are no cookies, storage is kept.
 * public/theme.js reads the theme by the same rule.
 */
export function recall(key: string): string | null {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(`${key}=`));
  return cookie ? decodeURIComponent(cookie.slice(key.length + 1)) : localStorage.getItem(key);
}

const aYear = 31_536_000;

export function remember(key: string, value: string) {
  localStorage.setItem(key, value);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API only exists on secure origins and is asynchronous
  document.cookie = `${key}=${encodeURIComponent(value)}; max-age=${aYear}; path=/; SameSite=Strict`;
}
