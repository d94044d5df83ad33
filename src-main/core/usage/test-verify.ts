import type { UsageCheck } from '@shared/entities/usage-check';
import type Database from 'better-sqlite3';
import { verifyUsage } from './verify-usage';

/** What the check that a person can run says of a store. */
export function verified(sqlite: Database.Database, environment_id: string): UsageCheck {
  const steps = verifyUsage(sqlite, environment_id);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
