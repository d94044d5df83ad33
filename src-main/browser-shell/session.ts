import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The one-time link and the session behind it. */
export interface Session {
  /** Goes into the link that is opened or printed. */
  readonly linkToken: string;
  /** Exchanges the link token for the session's cookie value; null for a wrong token and for the second use. */
  enter(token: string | undefined): string | null;
  isCookie(value: string | undefined): boolean;
}

export function createSession(): Session {
  const linkToken = randomBytes(32).toString('base64url');
  const cookie = randomBytes(32).toString('base64url');
  let used = false;
  return {
    linkToken,
    enter(token) {
      if (used || !isSame(token, linkToken)) return null;
      used = true;
      return cookie;
    },
    isCookie: (value) => isSame(value, cookie),
  };
}

/** Compares secrets in a time that says nothing of how much was right. */
function isSame(given: string | undefined, secret: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
