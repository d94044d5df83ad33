/** Finds the tokens of some properties in events that are written out as bytes. */
export interface TokenFinder {
  /**
   * Looks through the object that begins at `at`, canonical JSON. Answers where it ends; -1 when it is not a plain one, flat
   * and without escapes, which is to be read as text.
   */
  find(bytes: Uint8Array, at: number): number;
  /** Where the token of each property was found, its quotes with it; nothing in between where there is none. */
  starts: Int32Array;
  ends: Int32Array;
}

// One by one, so that they are numbers in the loops below: from a list they would be looked up for every byte.
const quote = 34;
const comma = 44;
const colon = 58;
const openList = 91;
const backslash = 92;
const openObject = 123;
const closeObject = 125;

interface Key {
  /** With its quotes and the colon. */
  bytes: Uint8Array;
  /** The place of the property among those that are wanted; -1 when it is none. */
  place: number;
}

/** A finder of these properties; null when one of them has a name that may be written in several ways. */
export function tokenFinder(names: readonly string[]): TokenFinder | null {
  if (!names.every((name) => /^[\w .-]+$/.test(name))) return null;
  const wanted = names.map((name) => Buffer.from(`"${name}":`, 'latin1'));
  const starts = new Int32Array(names.length);
  const ends = new Int32Array(names.length);
  /** The keys of the last object: the next one mostly has the same ones, which are known sooner than read. */
  const keys: Key[] = [];

  /** Reads the key that stands here; null when it is written with escapes. */
  function readKey(bytes: Uint8Array, start: number): Key | null {
    let end = start + 1;
    for (; bytes[end] !== quote; end += 1) if (bytes[end] === backslash) return null;
    if (bytes[end + 1] !== colon) return null;
    // A copy: a slice of a buffer would keep all of it, and change with it.
    const key = Buffer.from(bytes.subarray(start, end + 2));
    return { bytes: key, place: wanted.findIndex((one) => one.equals(key)) };
  }

  return {
    starts,
    ends,
    find(bytes, start) {
      for (let place = 0; place < starts.length; place += 1) {
        starts[place] = 0;
        ends[place] = 0;
      }
      let at = start + 1;
      if (bytes[at] === closeObject) return at + 1;
      for (let index = 0; ; index += 1) {
        let key = keys[index] ?? null;
        if (key === null || !isAt(key.bytes, bytes, at)) {
          key = readKey(bytes, at);
          if (key === null) return -1;
          keys[index] = key;
        }
        const value = at + key.bytes.length;
        const first = bytes[value];
        at = value + 1;
        if (first === quote) {
          for (; bytes[at] !== quote; at += 1) if (bytes[at] === backslash) return -1;
          at += 1;
        } else if (first === openObject || first === openList) return -1;
        else while (bytes[at] !== comma && bytes[at] !== closeObject) at += 1;
        if (key.place !== -1) {
          starts[key.place] = value;
          ends[key.place] = at;
        }
        if (bytes[at] === closeObject) return at + 1;
        at += 1;
      }
    },
  };
}

function isAt(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < key.length; at += 1) if (key[at] !== bytes[start + at]) return false;
  return true;
}

/** Where the object ends that begins at `at`, whatever is in it. */
export function objectEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let isText = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) isText = !isText;
    else if (isText) continue;
    else if (byte === openObject) depth += 1;
    else if (byte === closeObject) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return bytes.length;
}
