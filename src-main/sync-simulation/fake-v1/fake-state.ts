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

export function fakeState(now: () => number): FakeState {
  const next = monotonicFactory();
  let writes = 0;
  return {
    groups: fakeTable(),
    features: fakeTable(),
    meters: fakeTable(),
    plans: fakeTable(),
    prices: fakeTable(),
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
