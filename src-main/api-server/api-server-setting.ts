import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPort } from '@shared/rules/port';
import { defaultPort } from '../v1-api/server-defaults.mjs';

/** What the person chose in Settings; it outlives the program. */
export interface ApiServerSetting {
  enabled: boolean;
  port: number;
}

const firstSetting: ApiServerSetting = { enabled: false, port: defaultPort };

const fileIn = (profileDir: string) => join(profileDir, 'api-server.json');

/** The kept setting; off when there is none that can be read. */
export function readSetting(profileDir: string): ApiServerSetting {
  try {
    const value: unknown = JSON.parse(readFileSync(fileIn(profileDir), 'utf8'));
    return isSetting(value) ? { enabled: value.enabled, port: value.port } : firstSetting;
  } catch {
    return firstSetting;
  }
}

/** Keeps the setting; the file is the old or the new one at every moment. */
export async function keepSetting(profileDir: string, setting: ApiServerSetting): Promise<void> {
  const file = fileIn(profileDir);
  await writeFile(`${file}.new`, JSON.stringify(setting), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

function isSetting(value: unknown): value is ApiServerSetting {
  if (typeof value !== 'object' || value === null || !('enabled' in value) || !('port' in value)) return false;
  const { enabled, port } = value;
  return typeof enabled === 'boolean' && isPort(port);
}
