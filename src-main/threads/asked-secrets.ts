import { AppError } from '@shared/errors';
import type { Secrets } from '../core/secrets';
import type { FromStoreThread, SecretAsk, ToStoreThread } from './messages';

export interface AskedSecrets extends Secrets {
  /** Hands over what the program around the thread answered. */
  answered(message: Extract<ToStoreThread, { type: 'secret' }>): void;
}

/** The secrets as a thread has them: asked of the program around it, one message each. */
export function askedSecrets(post: (message: FromStoreThread) => void): AskedSecrets {
  const waiting = new Map<number, PromiseWithResolvers<string | null>>();
  let lastId = 0;
  function ask(what: SecretAsk): Promise<string | null> {
    lastId += 1;
    const answer = Promise.withResolvers<string | null>();
    waiting.set(lastId, answer);
    post({ type: 'ask_secret', id: lastId, ask: what });
    return answer.promise;
  }
  return {
    get: (name) => ask({ do: 'get', name }),
    set: async (name, value) => void (await ask({ do: 'set', name, value })),
    delete: async (name) => void (await ask({ do: 'delete', name })),
    answered({ id, value, error }) {
      const answer = waiting.get(id);
      waiting.delete(id);
      if (!error) answer?.resolve(value);
      else
        answer?.reject(
          new AppError(error.code, error.message, error.field === undefined ? {} : { field: error.field }),
        );
    },
  };
}
