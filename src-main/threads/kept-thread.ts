import { AppError, type Reply } from '@shared/errors';
import { type StoreThread, type StoreThreadOptions, startStoreThread, unbegun } from './store-client';

/** How many deaths within so many milliseconds are survived, so that a crash loop cannot burn the machine. */
interface Patience {
  deaths: number;
  withinMs: number;
}
/** What a writer does besides answering, such as an import, ended with it: a second death is one too many. */
const withWriters: Patience = { deaths: 1, withinMs: Number.POSITIVE_INFINITY };
/** A reader loses nothing but the question that it died of, which somebody may ask again. */
const withReaders: Patience = { deaths: 3, withinMs: 60_000 };

const refused = (message: string): Reply<never> => ({ ok: false, error: { code: 'service_unavailable', message } });
const writerGone = refused(
  'The data store has stopped. Everything saved is safe; please close and start Pricebook again.',
);
const readerGone = refused(
  'Pricebook stopped several times at what was asked. Please wait a minute, then ask for fewer days or for less at once.',
);

/**
 * A store thread that is started again when it dies. Every death is told by `onDeath`. What was at work then is refused;
 * what waited behind it on a reader is asked again there. After too many deaths every call is refused: of a writer's until
 * the program is restarted, of a reader's for a while.
 */
export function keepStoreThread(options: StoreThreadOptions): StoreThread {
  const isReader = options.settings.role === 'reader';
  const patience = isReader ? withReaders : withWriters;
  let closing = false;
  let deaths: number[] = [];
  let wanted = false;
  let isGone = false;
  let wasOpen = false;
  let current = start();

  function start(): StoreThread {
    return startStoreThread({
      ...options,
      onDeath: (reason) => {
        if (closing) return;
        deaths.push(performance.now());
        options.log(`[store ${options.settings.role}] thread died: ${reason}`);
        options.onDeath(reason);
        isGone = true;
        startAgain();
      },
    });
  }

  /** Unless it died too often. */
  function startAgain() {
    deaths = deaths.filter((at) => performance.now() - at < patience.withinMs);
    if (deaths.length > patience.deaths) return;
    isGone = false;
    current = start();
    if (wanted) current.open().catch((error: unknown) => options.log(`cannot reopen the store: ${String(error)}`));
  }

  /** Why a thread that died answers nothing; null when it was started again and has its store open. */
  async function refusal(): Promise<Reply<never> | null> {
    if (isGone) startAgain();
    if (isGone) return isReader ? readerGone : writerGone;
    try {
      await current.open();
      return null;
    } catch (thrown) {
      const { code, message } =
        thrown instanceof AppError ? thrown : new AppError('service_unavailable', String(thrown));
      return { ok: false, error: { code, message } };
    }
  }

  async function ask<T>(of: (thread: StoreThread) => Promise<Reply<T>>): Promise<Reply<T>> {
    const refusedNow = wanted && deaths.length > 0 && !closing ? await refusal() : null;
    const reply = refusedNow ?? (await of(current));
    return reply === unbegun && isReader && !closing ? ask(of) : reply;
  }

  return {
    async open() {
      wanted = true;
      await current.open();
      wasOpen = true;
    },
    // One that was open answers once it is started again: what it died of must not go to another thread meanwhile.
    isOpen: () => wasOpen,
    call: (name, input, context) => ask((thread) => thread.call(name, input, context)),
    answer: (route, request, context) => ask((thread) => thread.answer(route, request, context)),
    asked: (fact) => current.asked(fact),
    async close() {
      closing = true;
      await current.close();
    },
  };
}
