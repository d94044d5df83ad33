import { AppError } from '@shared/errors';
import type { CreateKeyCommand, RevokeKeyCommand } from './command-line.mjs';
import { ask, type Caller, environmentsOf, keysOf } from './environments';

const say = (line: string) => console.log(line);

/** `keys create`: prints the new key, which cannot be seen again. */
export async function createKey(pricebook: Caller, { name, environment, access }: CreateKeyCommand): Promise<void> {
  const environments = await environmentsOf(pricebook);
  const wanted = environment.toLowerCase();
  const found =
    environments.find(({ id }) => id === environment) ??
    environments.find((known) => known.name.toLowerCase() === wanted);
  if (!found) {
    const names = environments.map((known) => `${known.name} (${known.id})`).join(', ');
    throw new AppError('not_found', `There is no environment "${environment}". There are: ${names}.`);
  }
  const key = await ask(pricebook, 'apiKey.create', { name, access }, found.id);
  say(`Key "${key.name}" (${key.id}) may ${access === 'read' ? 'read' : 'read and change'} ${found.name}.`);
  say('It is shown only now; keep it where no one else reads it:');
  say(key.key);
}

/** `keys list`: one line per key, the newest of each environment first. */
export async function listKeys(pricebook: Caller): Promise<void> {
  const keys = await keysOf(pricebook);
  if (keys.length === 0) say('There are no keys. Make one with: npm run serve -- keys create --name NAME');
  for (const key of keys) {
    const access = key.access === 'read' ? 'read-only' : 'read-write';
    const state = key.revoked_at ? `revoked ${key.revoked_at}` : `last used ${key.last_used_at ?? 'never'}`;
    say(`${key.id}  ${key.hint}…  ${key.environment.name}  ${access}  ${state}  ${key.name}`);
  }
}

/** `keys revoke`: a running server refuses the key within about a second. */
export async function revokeKey(pricebook: Caller, { id }: RevokeKeyCommand): Promise<void> {
  const key = (await keysOf(pricebook)).find((known) => known.id === id);
  if (!key)
    throw new AppError('not_found', `There is no key with the id ${id}. See them with: npm run serve -- keys list`);
  await ask(pricebook, 'apiKey.revoke', { id }, key.environment.id);
  say(`Key "${key.name}" (${key.id}) is revoked.`);
}
