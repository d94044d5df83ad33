import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { openPricebook, type Pricebook, type PricebookOptions } from '../pricebook';
import { loadSampleIfEmpty } from '../sample-start';
import { isLoopback, startV1Server } from '../v1-api/server';
import type { ServeCommand } from './command-line.mjs';
import { keysOf } from './environments';

const say = (line: string) => console.log(line);

/** Serves the catalog of a data folder until the program is told to end. */
export async function serveCatalog(folder: PricebookOptions, command: ServeCommand): Promise<void> {
  const pricebook = await openPricebook({ ...folder, windowless: true });
  try {
    await serveOpened(pricebook, folder.profileDir, command);
  } catch (error) {
    await pricebook.close();
    throw error;
  }
}

async function serveOpened(pricebook: Pricebook, profileDir: string, command: ServeCommand): Promise<void> {
  if (command.sample) say(await loadSampleIfEmpty(pricebook));
  const hasKey = (await keysOf(pricebook)).some((key) => key.revoked_at === null);
  if (!hasKey && !isLoopback(command.host)) {
    throw new AppError(
      'invalid_operation',
      'Other machines are only let in when there is an API key. Make one first: npm run serve -- keys create --name NAME',
    );
  }
  const rendererDir = join(import.meta.dirname, '../renderer');
  const server = await startV1Server({
    pricebook,
    host: command.host,
    port: command.port,
    allowedHosts: command.allowedHosts,
    corsOrigins: command.corsOrigins,
    rateLimit: command.rateLimit,
    rendererDir,
    log: (line) => console.error(line),
  });

  let ending = false;
  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    await server.close();
    await pricebook.close();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

  say(`Serving the v1 API at ${server.url}`);
  say(`Documentation: ${server.url}/docs`);
  say(`Your data is in ${profileDir}`);
  if (!hasKey) {
    say('There is no API key yet, and every request needs one. Make one, also while this runs:');
    say('  npm run serve -- keys create --name NAME');
  }
  if (!isLoopback(command.host)) {
    say('Requests from other machines travel unencrypted; put a proxy that speaks HTTPS before it on open networks.');
  }
  say('Press Ctrl-C to end.');
}
