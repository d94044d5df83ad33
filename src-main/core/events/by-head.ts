import { headOfKey } from '../store/event-id-key';

/** So many keys are put together at once at most: the head of a key and its row are one number. */
const mostByHead = 2 ** 22;

/** Rows of keys, in the order of their heads: those of `heads[n]` are rows[starts[n]] to rows[starts[n + 1]]. */
export interface KeysByHead {
  heads: number[];
  starts: number[];
  rows: Uint32Array;
}

/**
 * Puts keys of event ids together by their heads; rows of one head stay in their order. What it answers is good until it is
 * asked again: lists of its own for each answer would lie about until they are collected.
 */
export function headSorter(): (keys: Float64Array) => KeysByHead {
  let order = new Float64Array(0);
  let rows = new Uint32Array(0);

  return (keys) => {
    const { length } = keys;
    if (length > mostByHead) throw new Error('more keys than are put together at once');
    if (order.length < length) {
      order = new Float64Array(length);
      rows = new Uint32Array(length);
    }
    const ordered = order.subarray(0, length);
    for (let row = 0; row < length; row += 1) ordered[row] = headOfKey(keys[row] ?? 0) * mostByHead + row;
    ordered.sort();
    const found: KeysByHead = { heads: [], starts: [], rows: rows.subarray(0, length) };
    let last = -1;
    for (let place = 0; place < length; place += 1) {
      const one = ordered[place] ?? 0;
      const head = Math.floor(one / mostByHead);
      // Several times as fast as the remainder.
      rows[place] = one - head * mostByHead;
      if (head === last) continue;
      found.heads.push(head);
      found.starts.push(place);
      last = head;
    }
    found.starts.push(length);
    return found;
  };
}
