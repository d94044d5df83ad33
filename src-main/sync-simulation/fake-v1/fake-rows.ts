/** Rows of a fake server as they were at every moment, so that reads can lag behind like those of a replica. */
export interface FakeRow {
  id: string;
  status: 'published' | 'archived';
  created_at: string;
  updated_at: string;
  [field: string]: unknown;
}

interface Version {
  /** Epoch milliseconds of the server's clock. */
  at: number;
  row: FakeRow;
}

export interface FakeTable {
  /** Current state of a row. */
  get(id: string): FakeRow | undefined;
  /** All rows, oldest first, as they were at a moment (epoch milliseconds; Infinity for now). */
  all(asOf?: number): FakeRow[];
  /** Every state that a row ever had, oldest first. */
  history(id: string): FakeRow[];
  /** Puts a new state of a row in place. */
  put(row: FakeRow, at: number): void;
  /** The same rows in a table of their own. */
  copy(): FakeTable;
}

/** One kind of rows. */
export function fakeTable(versions = new Map<string, Version[]>()): FakeTable {
  return {
    get: (id) => versions.get(id)?.at(-1)?.row,
    all: (asOf = Number.POSITIVE_INFINITY) =>
      [...versions.values()].flatMap((states) => states.findLast(({ at }) => at <= asOf)?.row ?? []),
    history: (id) => (versions.get(id) ?? []).map(({ row }) => row),
    put(row, at) {
      const states = versions.get(row.id) ?? [];
      states.push({ at, row: structuredClone(row) });
      versions.set(row.id, states);
    },
    copy: () => fakeTable(new Map([...versions].map(([id, states]) => [id, [...states]]))),
  };
}
