import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a program's arguments and environment say about where its data lives. */
interface Surroundings {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
}

/**
 * The data folder of this run, the same for every door: `--profile DIR`, else PRICEBOOK_PROFILE, else the system's
 * place for application data.
 */
export function profileDirOf({ argv, env, platform }: Surroundings = process): string {
  const chosen = argumentOf('--profile', argv) ?? env.PRICEBOOK_PROFILE;
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Pricebook');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pricebook');
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'Pricebook');
}

/** The value of `--name VALUE` or `--name=VALUE`; undefined when it is not given. */
export function argumentOf(name: string, argv: readonly string[]): string | undefined {
  const joined = argv.find((argument) => argument.startsWith(`${name}=`));
  if (joined) return joined.slice(name.length + 1);
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv[at + 1];
}
