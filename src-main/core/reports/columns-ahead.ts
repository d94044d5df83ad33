import type { Store } from '../store/open';
import { chargesToKeep, keepCharges } from '../usage/charge-columns';
import { customerDaysToKeep, keepCustomerDay } from '../usage/customer-days';
import type { Chore } from './chore';

/** One thing to keep, and the environment it is about. */
interface Missing {
  environment_id: string;
  keep(): void;
}

/** Keeps in columns what reports by customer read: whom every price charges, and usage by customer, the newest days first. */
export function columnsAhead({ sqlite }: Store): Chore {
  let missing: Missing[] | null = null;

  function look(): Missing[] {
    const environments = sqlite.prepare('select id from environments').pluck().all() as string[];
    missing ??= environments.flatMap((environment_id) => [
      ...customerDaysToKeep(sqlite, environment_id).map((day) => ({
        environment_id,
        keep: () => keepCustomerDay(sqlite, day),
      })),
      ...chargesToKeep(sqlite, environment_id).map((price) => ({
        environment_id,
        keep: () => keepCharges(sqlite, price),
      })),
    ]);
    return missing;
  }

  return {
    forget() {
      missing = null;
    },
    next: () => look().at(-1)?.environment_id ?? null,
    step: () => look().pop()?.keep(),
  };
}
