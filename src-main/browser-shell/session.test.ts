import { expect, it } from 'vitest';
import { createSession } from './session';

it('exchanges its link token once', () => {
  const session = createSession();
  const cookie = session.enter(session.linkToken);
  expect(cookie).toMatch(/^[\w-]{43}$/);
  expect(session.isCookie(cookie ?? undefined)).toBe(true);
  expect(session.enter(session.linkToken)).toBeNull();
});

it('is not used up by a wrong token', () => {
  const session = createSession();
  for (const token of [undefined, '', 'x', `${session.linkToken}x`]) expect(session.enter(token)).toBeNull();
  expect(session.enter(session.linkToken)).not.toBeNull();
});

it('takes neither the link token nor anything else for the cookie', () => {
  const session = createSession();
  for (const value of [undefined, '', session.linkToken]) expect(session.isCookie(value)).toBe(false);
});
