import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@shared/errors';
import { noServers } from './core/secrets';
import { openPricebook, type Pricebook, type PricebookOptions } from './pricebook';
import { startStoreThread } from './threads/store-client';

/** How long a program that is just making or upgrading the store may take. */
const patienceMs = 15_000;

/**
 * Opens the store of a data folder for a few small calls, whether or not another program holds the folder. SQLite keeps
 * the writes of both apart; what the other program remembers of what is changed here must not be relied on for long. A
 * store that does not exist yet, or is of an older version, is opened as its holder, which makes or upgrades it.
 */
export async function openBeside(options: PricebookOptions): Promise<Pick<Pricebook, 'call' | 'close'>> {
  for (const deadline = Date.now() + patienceMs; ; await delay(100)) {
    try {
      return await openAsGuest(options);
    } catch (error) {
      if (!(error instanceof AppError) || !error.details?.needs_holder) throw error;
    }
    try {
      return await openPricebook({ ...options, brief: true });
    } catch (error) {
      if (!(error instanceof AppError) || !error.details?.held || Date.now() > deadline) throw error;
    }
  }
}

async function openAsGuest({ profileDir, threadFile, importThreadFile, log = console.error }: PricebookOptions) {
  const thread = startStoreThread({
    threadFile,
    settings: {
      role: 'guest',
      file: join(profileDir, 'pricebook.db'),
      importThread: importThreadFile.href,
      syncs: false,
    },
    onEvent: () => undefined,
    onDeath: (reason) => log(`the store thread died: ${reason}`),
    log,
    secrets: noServers.secrets,
  });
  try {
    await thread.open();
  } catch (error) {
    await thread.close();
    throw error;
  }
  return { call: thread.call, close: thread.close };
}
