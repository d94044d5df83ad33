import { describe, expect, it } from 'vitest';
import { readCommand } from './command-line.mjs';

const serve = {
  kind: 'serve',
  port: 4780,
  host: '127.0.0.1',
  sample: false,
  corsOrigins: [],
  allowedHosts: [],
  rateLimit: 1000,
};

it.each([
  ['', serve],
  ['--profile /tmp/x --sample', { ...serve, sample: true }],
  ['--port 8080 --rate-limit 0', { ...serve, port: 8080, rateLimit: 0 }],
  ['--host 0.0.0.0', { ...serve, host: '0.0.0.0' }],
  ['--host localhost', serve],
  ['--host ::', { ...serve, host: '::' }],
  [
    '--cors-origin https://a.example --cors-origin=http://localhost:5173',
    { ...serve, corsOrigins: ['https://a.example', 'http://localhost:5173'] },
  ],
  ['--allow-host Pricing.Example.com', { ...serve, allowedHosts: ['pricing.example.com'] }],
  ['keys create --name laptop', { kind: 'create-key', name: 'laptop', environment: 'Sandbox', access: 'write' }],
  [
    '--profile /tmp/x keys create --name ci --environment Production --read-only',
    { kind: 'create-key', name: 'ci', environment: 'Production', access: 'read' },
  ],
  ['keys list', { kind: 'list-keys' }],
  ['keys revoke secret_1', { kind: 'revoke-key', id: 'secret_1' }],
  ['keys --help', { kind: 'help' }],
])('%s', (line, command) => {
  expect(readCommand(line.split(' ').filter(Boolean))).toEqual(command);
});

describe('is refused with a sentence', () => {
  it.each([
    ['--port x', /--port must be a whole number from 0 to 65535, not "x"/],
    ['--port 70000', /--port must be/],
    ['--port -1', /port/],
    ['--rate-limit 1.5', /--rate-limit must be/],
    ['--host example.com', /--host must be an IP address/],
    ['--allow-host https://x.example', /--allow-host must be a host name/],
    ['--allow-host x.example:80', /--allow-host must be a host name/],
    ['--cors-origin *', /--cors-origin must be/],
    ['--cors-origin https://a.example/path', /--cors-origin must be/],
    ['--cors-origin null', /--cors-origin must be/],
    ['--colour', /colour/],
    ['start', /no command "start"/],
    ['keys', /keys create --name NAME, keys list, or keys revoke ID/],
    ['keys create', /give the key a name/],
    ['keys revoke', /keys revoke ID/],
    ['keys revoke a b', /keys revoke ID/],
    ['keys list --name x', /--name has no meaning here/],
    ['keys create --name x --port 1', /--port has no meaning here/],
    ['--read-only', /--read-only has no meaning here/],
  ])('%s', (line, sentence) => {
    expect(() => readCommand(line.split(' '))).toThrow(sentence);
  });
});
