import type { Store } from '../store/open';
import { chargesToKeep, keepCharges } from '../usage/charge-columns';
import { customerDaysToKeep, keepCustomerDay } from '../usage/customer-days';
import type { Chore } from './chore';
import { lookAhead } from './look-ahead';

/** One thing to keep, and the environment it is about. */
interface Missing {
  environment_id: string;
  keep(): void;
}

/** Keeps in columns what reports by customer read: whom every price charges, and usage by customer, the newest days first. */
export function columnsAhead({ sqlite }: Store): Chore {
  const { forget, look, found } = lookAhead(function* () {
    const environments = sqlite.prepare('select id from environments').pluck().all() as string[];
    const missing: Missing[] = [];
    for (const environment_id of environments) {
      for (const day of yield* customerDaysToKeep(sqlite, environment_id)) {
        missing.push({ environment_id, keep: () => keepCustomerDay(sqlite, day) });
      }
      for (const price of chargesToKeep(sqlite, environment_id)) {
        missing.push({ environment_id, keep: () => keepCharges(sqlite, price) });
      }
      yield;
    }
    return missing;
  });
  return {
    forget,
    look,
    next: () => found().at(-1)?.environment_id ?? null,
    step: () => found().pop()?.keep(),
  };
}
