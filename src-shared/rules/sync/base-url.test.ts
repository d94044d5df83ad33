import { expect, test } from 'vitest';
import { serverAddress } from './base-url';

test.each([
  ['https://us.api.flexprice.io/v1', 'https://us.api.flexprice.io'],
  [' https://us.api.flexprice.io/v1/ ', 'https://us.api.flexprice.io'],
  ['us.api.flexprice.io', 'https://us.api.flexprice.io'],
  ['localhost:4780', 'http://localhost:4780'],
  ['127.0.0.1/v1', 'http://127.0.0.1'],
  ['localhost.hub.example', 'https://localhost.hub.example'],
  ['http://127.0.0.1:4780', 'http://127.0.0.1:4780'],
  ['http://localhost:4780/v1', 'http://localhost:4780'],
  ['http://[::1]:4780/', 'http://[::1]:4780'],
  ['https://hub.example/pricing/v1', 'https://hub.example/pricing'],
])('%j is kept as %s', (text, address) => expect(serverAddress(text)).toBe(address));

test.each([
  ['', 'an address such as'],
  ['http://hub.example', 'unencrypted'],
  ['http://127.0.0.1.hub.example', 'unencrypted'],
  ['ftp://hub.example', 'https://'],
  ['javascript://alert(1)', 'https://'],
  ['https://me:secret@hub.example', 'name and password'],
  ['https://hub.example/v1?key=1', 'after ?'],
  ['https://', 'an address such as'],
])('%j is refused', (text, words) => {
  expect(() => serverAddress(text)).toThrow(words);
});
