/** Failures before anything left this machine, by the codes of the platform's fetch, and what they mean. */
const neverSent: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No server is found under this name. Is the address right, and this computer online?',
  EAI_AGAIN: 'No server is found under this name. Is the address right, and this computer online?',
  ECONNREFUSED: 'The server cannot be reached.',
  EHOSTUNREACH: 'The server cannot be reached.',
  ENETUNREACH: 'The server cannot be reached: this computer seems to be offline.',
  UND_ERR_CONNECT_TIMEOUT: 'The server cannot be reached.',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired.',
  CERT_NOT_YET_VALID: 'The certificate of the server is not valid yet. Is the clock of this computer right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another address.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'This computer does not trust the certificate of the server: it signed it itself.',
  EPROTO: 'The server has no secure connection at this address.',
};
const untrusted = 'This computer does not trust the certificate of the server.';

/** What failures of TLS have in their codes; they come before the request does. */
const isOfCertificate = (code: string): boolean => /CERT|SIGNATURE|^HOSTNAME_MISMATCH$/.test(code);
const isOfTls = (code: string): boolean => code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** What a request came to that was not answered: whether it can have arrived, and why in words. */
export function failureOf(error: unknown, base_url: string): { kind: 'unreachable' | 'broken'; message: string } {
  // Fetch has a list of ports of other services that it never speaks to; its failure has no code.
  if (member(member(error, 'cause'), 'message') === 'bad port') {
    const message = `Port ${new URL(base_url).port} is kept for another kind of service: nothing is sent there. Please let the server use another port, such as 4780.`;
    return { kind: 'unreachable', message };
  }
  const code = member(member(error, 'cause') ?? error, 'code');
  const message = typeof code === 'string' ? messageOf(code) : undefined;
  if (message) return { kind: 'unreachable', message };
  const isTimeout = member(error, 'name') === 'TimeoutError';
  return { kind: 'broken', message: isTimeout ? 'The server did not answer in time.' : 'The connection broke off.' };
}

function messageOf(code: string): string | undefined {
  if (Object.hasOwn(neverSent, code)) return neverSent[code];
  if (isOfCertificate(code)) return untrusted;
  return isOfTls(code) ? neverSent.EPROTO : undefined;
}
