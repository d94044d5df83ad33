/** Keeps texts that nobody may read in the data folder: the keychain of the system, or a file only its owner may open. */
export interface Secrets {
  /** Null when there is none of this name, or it cannot be read on this machine. */
  get(name: string): Promise<string | null>;
  /** Rejects with an AppError that says why it cannot be kept safely. */
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** Secrets that end with the program, or with `kept`. */
export function secretsInMemory(kept = new Map<string, string>()): Secrets {
  return {
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => void kept.set(name, value),
    delete: async (name) => void kept.delete(name),
  };
}

/** What a thread has that talks to no server. */
export const noServers = { secrets: secretsInMemory(), fetch, sync: null };
