import type { OutputOf } from '@shared/contract';
import { contactFields } from '@shared/entities/customer';
import type { PlanChange } from '@shared/entities/customer-plan';
import type { RowError } from '@shared/entities/row-error';
import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import { type CustomerKey, insertCustomers } from '../customers/create-customer';
import { type CustomerRow, type CustomerValues, valuesOf } from '../customers/customer-row';
import { updateCustomer } from '../customers/update-customer';
import { changedFields, type Tx } from '../store/write';
import { assignPlans } from './assign-plans';
import { outcomeOf } from './check-changes';
import type { CustomerFileRow } from './customer-file';
import type { DoneCustomer } from './done-log';
import { type FileChange, fileChanges } from './file-changes';
import { storedWorld } from './plan-world';

export interface CustomerFilePlace {
  sqlite: Database.Database;
  environment_id: string;
  now: string;
}

/** What rows of a file do, and which of them cannot be; rows of one customer come together. */
export interface CustomerRowsPlan {
  outcome: OutputOf<'customerPlan.assign'> & { customers_updated: number };
  problems: RowError[];
  created: CustomerValues[];
  updated: { id: string; before: CustomerValues; values: CustomerValues }[];
  changes: PlanChange[];
}

/** Works out what rows of a file would do; nothing is written. */
export function planCustomerRows(place: CustomerFilePlace, rows: readonly CustomerFileRow[]): CustomerRowsPlan {
  const { sqlite, environment_id, now } = place;
  const { changes, problems } = fileChanges(sqlite, environment_id, now, rows);
  const customers = mergeCustomers(place, changes);
  const planChanges = changes.flatMap(({ change }) => change ?? []);
  const { put, changed, taken_off } = outcomeOf(planChanges, storedWorld(sqlite, environment_id, now));
  const created = [...customers.values()].filter(({ before }) => !before).map(({ values }) => values);
  const updated = [...customers.values()].flatMap(({ before, values }) =>
    before && Object.keys(changedFields(valuesOf(before), values)).length > 0
      ? [{ id: before.id, before: valuesOf(before), values }]
      : [],
  );
  const touched = new Set([...created, ...updated.map(({ values }) => values)].map(({ external_id }) => external_id));
  return {
    outcome: {
      put,
      changed,
      taken_off,
      unchanged: changes.filter(({ row, change }) => !change && !touched.has(row.external_id)).length,
      customers_created: created.length,
      customers_updated: updated.length,
    },
    problems,
    created,
    updated,
    changes: planChanges,
  };
}

/**
 * Creates and updates the customers of rows and puts them on their plans: the rows that are right, or with
 * `only_valid_rows` false all of them or none. The same rows again change nothing. Answers what was done besides, so that
 * it can be taken back.
 */
export async function importCustomerRows(
  tx: Tx,
  rows: readonly CustomerFileRow[],
  only_valid_rows: boolean,
): Promise<{ plan: CustomerRowsPlan; done: DoneCustomer[] }> {
  const place = { sqlite: tx.sqlite, environment_id: tx.context.environment_id, now: tx.now };
  const plan = planCustomerRows(place, rows);
  const [first] = plan.problems;
  if (first && !only_valid_rows) throw invalid(`Line ${first.line}: ${first.message}`, 'file_token');
  const keys = await insertCustomers(tx, plan.created);
  for (const { id, values } of plan.updated) await updateCustomer(tx, { id, ...values });
  if (plan.changes.length > 0) await assignPlans(tx, plan.changes);
  return { plan, done: doneBy(plan, keys) };
}

/** What was done to every customer of some rows. */
function doneBy({ created, updated, changes }: CustomerRowsPlan, keys: readonly CustomerKey[]): DoneCustomer[] {
  const createdOf = new Map(
    created.map((values, index) => [values.external_id, { id: keys[index]?.id ?? '', values }]),
  );
  const updatedOf = new Map(updated.map((one) => [one.values.external_id, one]));
  const changesOf = Map.groupBy(changes, ({ external_customer_id }) => external_customer_id);
  return [...new Set([...createdOf.keys(), ...updatedOf.keys(), ...changesOf.keys()])].map((external_id) => ({
    external_id,
    changes: changesOf.get(external_id) ?? [],
    created: createdOf.get(external_id) ?? null,
    updated: updatedOf.get(external_id) ?? null,
  }));
}

/** Every customer of the file as it will be: what several rows say of one adds up, the last one wins. */
function mergeCustomers({ sqlite, environment_id }: CustomerFilePlace, changes: readonly FileChange[]) {
  const find = sqlite.prepare<[string, string], CustomerRow>(
    "select * from customers where environment_id = ? and external_id = ? and status = 'published'",
  );
  const customers = new Map<string, { before: CustomerRow | undefined; values: CustomerValues }>();
  for (const { row } of changes) {
    const known = customers.get(row.external_id);
    const before = known ? known.before : find.get(environment_id, row.external_id);
    const values = known?.values ?? (before ? valuesOf(before) : nobody(row));
    customers.set(row.external_id, {
      before,
      values: {
        ...values,
        ...differing(row.values, values),
        metadata: { ...values.metadata, ...differing(row.metadata, values.metadata) },
      },
    });
  }
  return customers;
}

/** A cell is read without the spaces around it, so that a text which has some is not changed by them. */
const differing = <T extends Record<string, unknown>>(cells: T, known: Record<string, unknown>): T =>
  Object.fromEntries(
    Object.entries(cells).filter(([name, cell]) => {
      const before = known[name];
      return typeof before !== 'string' || before.trim() !== cell;
    }),
  ) as T;

const nobody = ({ external_id }: CustomerFileRow): CustomerValues => ({
  external_id,
  name: external_id,
  timezone: '',
  metadata: {},
  ...(Object.fromEntries(contactFields.map((field) => [field, ''])) as Pick<
    CustomerValues,
    (typeof contactFields)[number]
  >),
});
