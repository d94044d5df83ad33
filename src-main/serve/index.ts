/** The program behind `npm run serve`: the v1 HTTP API without a window, and the keys for it. */
import { AppError } from '@shared/errors';
import { openBeside } from '../open-beside';
import { profileDirOf } from '../profile-dir';
import { readCommand } from './command-line.mjs';
import { createKey, listKeys, revokeKey } from './keys-commands';
import { serveCatalog } from './serve-catalog';

const folder = {
  profileDir: profileDirOf(),
  threadFile: new URL('./store-thread.js', import.meta.url),
  importThreadFile: new URL('./import-thread.js', import.meta.url),
};

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.kind === 'help') return;
  if (command.kind === 'serve') return serveCatalog(folder, command);
  const pricebook = await openBeside(folder);
  try {
    if (command.kind === 'create-key') await createKey(pricebook, command);
    else if (command.kind === 'list-keys') await listKeys(pricebook);
    else await revokeKey(pricebook, command);
  } finally {
    await pricebook.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
});
