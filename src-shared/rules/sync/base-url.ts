import { invalid } from '../../errors';

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * The address of a server as it is kept: scheme, host and path without a trailing `/v1` or slash. Refuses what is not a
 * web address, carries a name and password, or would send the API key unencrypted to another machine.
 */
export function serverAddress(text: string): string {
  const given = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(given);
  // Servers on this machine, and only they, are usually without encryption.
  const scheme = isLoopback(given.replace(/(:\d+)?(\/.*)?$/, '')) ? 'http' : 'https';
  const withScheme = hasScheme ? given : `${scheme}://${given}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    throw invalid('Please enter an address such as https://us.api.flexprice.io', 'base_url');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw invalid('The address must begin with https://', 'base_url');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw invalid('The address must begin with https://: the API key would travel unencrypted', 'base_url');
  }
  if (url.username || url.password) throw invalid('Please leave name and password out of the address', 'base_url');
  if (url.search || url.hash) throw invalid('Please leave everything after ? or # out of the address', 'base_url');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}
