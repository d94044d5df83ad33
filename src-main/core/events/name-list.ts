/** Names by their index, in the order in which they came. */
export interface NameList {
  indexOf(name: string): number;
  /** The same of an ASCII name as it stands among the bytes of a file, of which a text is made only the first time. */
  indexOfAscii(bytes: Uint8Array, start: number, end: number): number;
  /** The names that came since the last call. */
  takeNew(): string[];
  size(): number;
  clear(): void;
}

const firstSlots = 256;
const empty = -1;

export function nameList(): NameList {
  const known = new Map<string, number>();
  let names: string[] = [];
  let added: string[] = [];
  // A hash table of the indexes of names that were asked for as bytes: at most half full, the next slot is tried.
  let slots = new Int32Array(firstSlots).fill(empty);
  let taken = 0;

  function indexOf(name: string): number {
    let index = known.get(name);
    if (index === undefined) {
      index = known.size;
      // A copy that does not keep alive the block of the file it was cut from.
      const own = Buffer.from(name).toString();
      known.set(own, index);
      names.push(own);
      added.push(own);
    }
    return index;
  }

  function enlarge() {
    const indexes = slots.filter((index) => index !== empty);
    slots = new Int32Array(2 * slots.length).fill(empty);
    for (const index of indexes) {
      let slot = hashOfText(names[index] ?? '') & (slots.length - 1);
      while (slots[slot] !== empty) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index;
    }
  }

  return {
    indexOf,
    indexOfAscii(bytes, start, end) {
      let slot = hashOf(bytes, start, end) & (slots.length - 1);
      for (let index = slots[slot] ?? empty; index !== empty; index = slots[slot] ?? empty) {
        if (isText(names[index] ?? '', bytes, start, end)) return index;
        slot = (slot + 1) & (slots.length - 1);
      }
      const index = indexOf(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
      slots[slot] = index;
      taken += 1;
      if (2 * taken > slots.length) enlarge();
      return index;
    },
    takeNew() {
      const taken = added;
      added = [];
      return taken;
    },
    size: () => known.size,
    clear() {
      known.clear();
      names = [];
      slots = new Int32Array(firstSlots).fill(empty);
      taken = 0;
    },
  };
}

// FNV-1a.
const hashStart = 0x811c9dc5;
const hashed = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);
// Its lowest bits are of the last letters mostly.
const mixed = (hash: number) => hash ^ (hash >>> 15);

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashStart;
  for (let at = start; at < end; at += 1) hash = hashed(hash, bytes[at] ?? 0);
  return mixed(hash);
}

function hashOfText(text: string): number {
  let hash = hashStart;
  for (let at = 0; at < text.length; at += 1) hash = hashed(hash, text.charCodeAt(at));
  return mixed(hash);
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
