import { monotonicFactory } from 'ulid';
import { type FakeTable, fakeTable } from './fake-rows';

/** Everything a fake server holds, and its own clock. */
export interface FakeState {
  groups: FakeTable;
  features: FakeTable;
  meters: FakeTable;
  plans: FakeTable;
  prices: FakeTable;
  /** Epoch milliseconds by the server's clock, which need not be anybody else's. */
  now(): number;
  /** The moment of a write, as the server writes it: with microseconds. */
  instant(): string;
  newId(prefix: string): string;
}

const tables = ['groups', 'features', 'meters', 'plans', 'prices'] as const;

/** An empty state, or one with the rows of another and a clock of its own. */
export function fakeState(now: () => number, from?: FakeState): FakeState {
  const next = monotonicFactory();
  let writes = 0;
  const rows = Object.fromEntries(tables.map((table) => [table, from?.[table].copy() ?? fakeTable()]));
  return {
    ...(rows as Record<(typeof tables)[number], FakeTable>),
    now,
    instant() {
      writes += 1;
      return new Date(now()).toISOString().replace('Z', `${String(writes % 1000).padStart(3, '0')}Z`);
    },
    newId: (prefix) => `${prefix}_${next(now())}`,
  };
}

/** Members of a new row that the server makes. */
export function newRow(state: FakeState, prefix: string) {
  const at = state.instant();
  return { id: state.newId(prefix), status: 'published' as const, created_at: at, updated_at: at };
}
