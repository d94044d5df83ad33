import type { GatheredRows } from './gathered-rows';

/**
 * Rows in the order of the store's key: by event name, time and event id; of several with one event id only the last.
 * `names` is how many event names there are.
 */
export function keyOrder(rows: GatheredRows, names: number): Uint32Array {
  const kept = rows.ascending ? null : lastOfEachId(rows);
  const order = byName(rows, names, kept);
  for (let first = 0; first < order.length; ) {
    const name = rows.event_name[order[first] ?? 0];
    let end = first + 1;
    let sorted = true;
    for (; end < order.length && rows.event_name[order[end] ?? 0] === name; end += 1) {
      sorted &&= compare(rows, order[end - 1] ?? 0, order[end] ?? 0) <= 0;
    }
    if (!sorted) order.subarray(first, end).sort((a, b) => compare(rows, a, b));
    first = end;
  }
  return order;
}

/** The rows name by name, those of one name as they came. */
function byName({ count, event_name }: GatheredRows, names: number, kept: Uint8Array | null): Uint32Array {
  const places = new Uint32Array(names + 1);
  for (let row = 0; row < count; row += 1) {
    if (kept === null || kept[row] === 1) add(places, (event_name[row] ?? 0) + 1, 1);
  }
  for (let name = 0; name < names; name += 1) add(places, name + 1, places[name] ?? 0);
  const order = new Uint32Array(places[names] ?? 0);
  for (let row = 0; row < count; row += 1) {
    if (kept !== null && kept[row] !== 1) continue;
    const name = event_name[row] ?? 0;
    order[places[name] ?? 0] = row;
    add(places, name, 1);
  }
  return order;
}

function add(list: Uint32Array, index: number, more: number): void {
  list[index] = (list[index] ?? 0) + more;
}

/** 1 at the last row of each event id. */
function lastOfEachId(rows: GatheredRows): Uint8Array {
  const last = new Map<string, number>();
  for (let row = 0; row < rows.count; row += 1) {
    last.set(rows.event_ids.toString('latin1', idStart(rows, row), rows.event_id_end[row]), row);
  }
  const kept = new Uint8Array(rows.count);
  for (const row of last.values()) kept[row] = 1;
  return kept;
}

const idStart = (rows: GatheredRows, row: number) => rows.event_id_end[row - 1] ?? 0;

function compare(rows: GatheredRows, a: number, b: number): number {
  const difference = (rows.timestamp[a] ?? 0) - (rows.timestamp[b] ?? 0);
  if (difference !== 0) return difference;
  const { event_ids, event_id_end } = rows;
  return event_ids.compare(event_ids, idStart(rows, b), event_id_end[b], idStart(rows, a), event_id_end[a]);
}
