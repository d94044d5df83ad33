import { AppError } from '@shared/errors';

// What is said of a sum that does not fit the 64-bit integers of SQLite.
const overflow = /integer overflow|cannot store REAL value in INTEGER|bigint is too big/i;

/** Runs a statement that adds usage up; a sum beyond what the store holds is refused with a sentence. */
export function addingUp<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error) || !overflow.test(error.message)) throw error;
    throw new AppError(
      'invalid_operation',
      'The usage of one day comes to more than can be counted (9,223,372,036,854,775,807 units). Send it in a larger unit.',
    );
  }
}
