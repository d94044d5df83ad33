import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { profileDirOf } from './profile-dir';

const linux = { argv: [], env: {}, platform: 'linux' as const };

it('is the folder of --profile, however it is written', () => {
  expect(profileDirOf({ ...linux, argv: ['node', 'x', '--profile', '/data/a'] })).toBe(resolve('/data/a'));
  expect(profileDirOf({ ...linux, argv: ['node', 'x', '--profile=/data/b'] })).toBe(resolve('/data/b'));
});

it('is PRICEBOOK_PROFILE without an argument; the argument wins', () => {
  const env = { PRICEBOOK_PROFILE: '/data/env' };
  expect(profileDirOf({ ...linux, env })).toBe(resolve('/data/env'));
  expect(profileDirOf({ ...linux, env, argv: ['--profile', '/data/a'] })).toBe(resolve('/data/a'));
});

it("is the system's place for application data otherwise", () => {
  expect(profileDirOf({ ...linux, env: { XDG_CONFIG_HOME: '/xdg' } })).toBe('/xdg/Pricebook');
  expect(profileDirOf(linux)).toMatch(/\.config\/Pricebook$/);
  expect(profileDirOf({ ...linux, platform: 'darwin' })).toMatch(/Library\/Application Support\/Pricebook$/);
  expect(profileDirOf({ ...linux, platform: 'win32', env: { APPDATA: 'C:/Data' } })).toBe('C:/Data/Pricebook');
});
