import { describe, expect, it } from 'vitest';
import { isAllowedHost } from './host-check';

const allowed = (header: string | undefined, rules: { exposed?: boolean; allowedHosts?: string[] } = {}) =>
  isAllowedHost(header, { port: 4780, exposed: false, allowedHosts: [], ...rules });

describe('a server on loopback', () => {
  it.each(['127.0.0.1:4780', 'localhost:4780', 'LOCALHOST:4780', '[::1]:4780'])('answers to %s', (header) => {
    expect(allowed(header)).toBe(true);
  });

  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['another port', '127.0.0.1:4781'],
    ['no port', 'localhost'],
    ['a name of the web', 'evil.example:4780'],
    ['a name that only begins like loopback', '127.0.0.1.evil.example:4780'],
    ['a name below localhost', 'evil.localhost:4780'],
    ['another address', '192.168.1.5:4780'],
    ['a user before the name', 'localhost@evil.example:4780'],
    ['a path', 'localhost:4780/evil'],
    ['two names', 'localhost:4780, evil.example'],
    ['a port that is none', 'localhost:04780x'],
  ])('does not answer to %s', (_what, header) => {
    expect(allowed(header)).toBe(false);
  });
});

describe('a server that other machines reach', () => {
  it.each(['192.168.1.5:4780', '[fe80::1]:4780', '127.0.0.1:4780', 'localhost:4780', '10.0.0.1'])(
    'answers to the address %s, which no page can be made to resolve otherwise',
    (header) => expect(allowed(header, { exposed: true })).toBe(true),
  );

  it.each(['evil.example:4780', '1.2.3:4780', '1.2.3.4.5', '[::g]:4780'])(
    'does not answer to the name %s',
    (header) => {
      expect(allowed(header, { exposed: true })).toBe(false);
    },
  );
});

it('answers to a name it was given, on any port, as a proxy before it may have another', () => {
  const rules = { allowedHosts: ['pricing.example.com'] };
  expect(['pricing.example.com', 'Pricing.Example.com:443'].map((header) => allowed(header, rules))).toEqual([
    true,
    true,
  ]);
  expect(allowed('x.pricing.example.com', rules)).toBe(false);
});
