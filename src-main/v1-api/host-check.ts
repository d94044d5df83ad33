import { isIP } from 'node:net';

/** Which `Host` headers a server answers to. */
export interface HostRules {
  /** The port it listens on. */
  port: number;
  /** It listens on more than loopback, so that other machines reach it by its address. */
  exposed: boolean;
  /** Further names it goes by, lower case, without a port. */
  allowedHosts: readonly string[];
}

const loopback = ['localhost', '127.0.0.1', '::1'];

/**
 * Whether a request is addressed to this server. A page of another site whose name was made to lead here (DNS
 * rebinding) still sends its own name; an address cannot be made to lead elsewhere.
 */
export function isAllowedHost(header: string | undefined, { port, exposed, allowedHosts }: HostRules): boolean {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/i.exec(header ?? '');
  if (!parts) return false;
  const name = (parts[1] ?? parts[2] ?? '').toLowerCase();
  if (allowedHosts.includes(name)) return true;
  if (exposed && isIP(name)) return true;
  return loopback.includes(name) && Number(parts[3] ?? 80) === port;
}
