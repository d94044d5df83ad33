import type { OutputOf } from '@shared/contract';
import { contactFields } from '@shared/entities/customer';
import type { RowError } from '@shared/entities/job';
import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import { insertCustomers } from '../customers/create-customer';
import { type CustomerRow, type CustomerValues, valuesOf } from '../customers/customer-row';
import { updateCustomer } from '../customers/update-customer';
import { FileRefused } from '../events/import/file-refused';
import { changedFields, type Tx } from '../store/write';
import { assignPlans } from './assign-plans';
import { outcomeOf } from './check-changes';
import { type CustomerFileRow, type CustomerFileText, readCustomerFile } from './customer-file';
import { type FileChange, fileChanges } from './file-changes';
import { storedWorld } from './plan-world';

const toldProblems = 1000;

interface Place {
  sqlite: Database.Database;
  environment_id: string;
  now: string;
}

/** What a file of customers would do; nothing is written. Refuses a file that is something else. */
export const previewCustomerFile = (place: Place, path: string): OutputOf<'customerPlan.previewFile'> =>
  planOf(place, path).told;

/**
 * Creates and updates the customers of a file and puts them on its plans: the rows that are right, or with
 * `only_valid_rows` false all of them or none. The same file again changes nothing.
 */
export async function importCustomerFile(
  tx: Tx,
  { path, only_valid_rows }: { path: string; only_valid_rows: boolean },
): Promise<OutputOf<'customerPlan.importFile'>> {
  const place = { sqlite: tx.sqlite, environment_id: tx.context.environment_id, now: tx.now };
  const { told, created, updated, changes } = planOf(place, path);
  const { problems, ignored_columns: _ignored, ...outcome } = told;
  const [first] = problems;
  if (first && !only_valid_rows) {
    throw invalid(`Line ${first.line}: ${first.message}`, 'file_token', { problems });
  }
  await insertCustomers(tx, created);
  for (const { id, values } of updated) await updateCustomer(tx, { id, ...values });
  if (changes.length > 0) await assignPlans(tx, changes);
  return outcome;
}

function planOf(place: Place, path: string) {
  const file = textOf(path);
  const { sqlite, environment_id, now } = place;
  const { changes, problems } = fileChanges(sqlite, environment_id, now, file.rows);
  const all = [...file.problems, ...problems].toSorted((a, b) => a.line - b.line);
  const customers = mergeCustomers(place, changes);
  const planChanges = changes.flatMap(({ change }) => change ?? []);
  const { put, changed, taken_off } = outcomeOf(planChanges, storedWorld(sqlite, environment_id, now));
  const created = [...customers.values()].filter(({ before }) => !before);
  const updated = [...customers.values()].flatMap(({ before, values }) =>
    before && Object.keys(changedFields(valuesOf(before), values)).length > 0 ? [{ id: before.id, values }] : [],
  );
  const touched = new Set([
    ...created.map(({ values }) => values.external_id),
    ...updated.map(({ values }) => values.external_id),
  ]);
  const told = {
    rows: file.rows_read,
    rows_failed: failedLines(all),
    put,
    changed,
    taken_off,
    unchanged: changes.filter(({ row, change }) => !change && !touched.has(row.external_id)).length,
    customers_created: created.length,
    customers_updated: updated.length,
    problems: all.slice(0, toldProblems),
    ignored_columns: file.ignored_columns,
  };
  return { told, created: created.map(({ values }) => values), updated, changes: planChanges };
}

const failedLines = (problems: readonly RowError[]) => new Set(problems.map(({ line }) => line)).size;

function textOf(path: string): CustomerFileText {
  try {
    return readCustomerFile(path);
  } catch (error) {
    if (error instanceof FileRefused) throw invalid(error.message, 'file_token');
    throw error;
  }
}

/** Every customer of the file as it will be: what several rows say of one adds up, the last one wins. */
function mergeCustomers({ sqlite, environment_id }: Place, changes: readonly FileChange[]) {
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
