import { AppError } from '@shared/errors';
import { prepared } from './prepared';
import type { Tx } from './write';

/** Runs a step that is undone alone when a rule refuses it; answers with what, or null when it was done. */
export async function inSavepoint({ sqlite }: Pick<Tx, 'sqlite'>, run: () => Promise<void>): Promise<AppError | null> {
  prepared(sqlite, 'savepoint one_step').run();
  try {
    await run();
    prepared(sqlite, 'release one_step').run();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    prepared(sqlite, 'rollback to one_step').run();
    prepared(sqlite, 'release one_step').run();
    return error;
  }
}
