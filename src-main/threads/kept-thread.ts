import { AppError, type Reply } from '@shared/errors';
import { type StoreThread, type StoreThreadOptions, startStoreThread } from './store-client';

/**
 * A store thread that is started again once when it dies. The first death is told by `onDeath` and survived; after a
 * second one every call is refused until the program is restarted, so that a crash loop cannot burn the machine.
 */
export function keepStoreThread(options: StoreThreadOptions): StoreThread {
  let closing = false;
  let deaths = 0;
  let wanted = false;
  let current = start();

  function start(): StoreThread {
    return startStoreThread({
      ...options,
      onDeath: (reason) => {
        if (closing) return;
        deaths += 1;
        options.log(`[store ${options.settings.role}] thread died: ${reason}`);
        options.onDeath(reason);
        if (deaths > 1) return;
        current = start();
        if (wanted) current.open().catch((error: unknown) => options.log(`cannot reopen the store: ${String(error)}`));
      },
    });
  }

  /** Why a thread that was started again cannot open its store; null when it can. */
  async function refusalToOpen(): Promise<Reply<never> | null> {
    try {
      await current.open();
      return null;
    } catch (thrown) {
      const { code, message } =
        thrown instanceof AppError ? thrown : new AppError('service_unavailable', String(thrown));
      return { ok: false, error: { code, message } };
    }
  }

  return {
    async open() {
      wanted = true;
      await current.open();
    },
    isOpen: () => current.isOpen(),
    async call(name, input, context) {
      return (wanted && deaths > 0 && (await refusalToOpen())) || current.call(name, input, context);
    },
    async answer(route, request, context) {
      return (wanted && deaths > 0 && (await refusalToOpen())) || current.answer(route, request, context);
    },
    asked: (fact) => current.asked(fact),
    async close() {
      closing = true;
      await current.close();
    },
  };
}
