/** What one pair of numbers came to: parts carried over, and what of the units is beyond a float's whole numbers. */
export type EachSum = (
  owner: number,
  part: number,
  event_count: number,
  units: number,
  nanos: number,
  femtos: number,
  spilled: bigint,
) => void;

/** Sums of usage by who is charged and by part: a few nanoseconds an addition, in columns instead of objects. */
export interface UsageTable {
  add: EachSum;
  /** Tells every sum, in the order in which they began. */
  each(tell: EachSum): void;
  clear(): void;
  size(): number;
}

/** Tables that are used one after another, so that one meter's memory serves the next. */
export interface UsageTables {
  /** An empty one. */
  take(): UsageTable;
  giveBack(table: UsageTable): void;
}

export function usageTables(): UsageTables {
  const free: UsageTable[] = [];
  return {
    take: () => free.pop() ?? usageTable(),
    giveBack(table) {
      table.clear();
      free.push(table);
    },
  };
}

const spillAt = 4_000_000_000_000_000;
const firstRoom = 1024;

export function usageTable(): UsageTable {
  let room = firstRoom;
  let count = 0;
  /** Places in the columns plus one, found by a hash of both numbers; half of them stay free. */
  let places = new Int32Array(2 * room);
  let owners = new Int32Array(room);
  let parts = new Int32Array(room);
  let counts = new Float64Array(room);
  let unitSums = new Float64Array(room);
  let nanoSums = new Float64Array(room);
  let femtoSums = new Float64Array(room);
  const spills = new Map<number, bigint>();

  function slotOf(owner: number, part: number): number {
    const mask = places.length - 1;
    let slot = Math.imul(owner, 0x9e37_79b1) ^ Math.imul(part, 0x85eb_ca6b);
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let place = places[slot]; place; place = places[slot]) {
      if (owners[place - 1] === owner && parts[place - 1] === part) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  function grow() {
    const grown = <T extends Int32Array | Float64Array>(column: T, wider: T): T => {
      wider.set(column);
      return wider;
    };
    room *= 2;
    owners = grown(owners, new Int32Array(room));
    parts = grown(parts, new Int32Array(room));
    counts = grown(counts, new Float64Array(room));
    unitSums = grown(unitSums, new Float64Array(room));
    nanoSums = grown(nanoSums, new Float64Array(room));
    femtoSums = grown(femtoSums, new Float64Array(room));
    places = new Int32Array(2 * room);
    for (let place = 0; place < count; place += 1) places[slotOf(owners[place] ?? 0, parts[place] ?? 0)] = place + 1;
  }

  function begin(owner: number, part: number): number {
    if (count === room) grow();
    owners[count] = owner;
    parts[count] = part;
    counts[count] = 0;
    unitSums[count] = 0;
    nanoSums[count] = 0;
    femtoSums[count] = 0;
    count += 1;
    places[slotOf(owner, part)] = count;
    return count - 1;
  }

  /** Carries nanos over and spills units, before either is beyond what a float counts exactly. */
  function carry(place: number) {
    const femtos = femtoSums[place] ?? 0;
    const femtosLeft = femtos % 1e6;
    const nanos = (nanoSums[place] ?? 0) + (femtos - femtosLeft) / 1e6;
    const nanosLeft = nanos % 1e9;
    let units = (unitSums[place] ?? 0) + (nanos - nanosLeft) / 1e9;
    if (units > spillAt) {
      spills.set(place, (spills.get(place) ?? 0n) + BigInt(units));
      units = 0;
    }
    unitSums[place] = units;
    nanoSums[place] = nanosLeft;
    femtoSums[place] = femtosLeft;
  }

  return {
    add(owner, part, event_count, units, nanos, femtos, spilled) {
      const known = places[slotOf(owner, part)];
      const place = known ? known - 1 : begin(owner, part);
      counts[place] = (counts[place] ?? 0) + event_count;
      unitSums[place] = (unitSums[place] ?? 0) + units;
      nanoSums[place] = (nanoSums[place] ?? 0) + nanos;
      femtoSums[place] = (femtoSums[place] ?? 0) + femtos;
      if ((unitSums[place] ?? 0) > spillAt || (nanoSums[place] ?? 0) > spillAt) carry(place);
      if (spilled !== 0n) spills.set(place, (spills.get(place) ?? 0n) + spilled);
    },
    each(tell) {
      for (let place = 0; place < count; place += 1) {
        carry(place);
        tell(
          owners[place] ?? 0,
          parts[place] ?? 0,
          counts[place] ?? 0,
          unitSums[place] ?? 0,
          nanoSums[place] ?? 0,
          femtoSums[place] ?? 0,
          spills.size > 0 ? (spills.get(place) ?? 0n) : 0n,
        );
      }
    },
    clear() {
      if (count === 0) return;
      count = 0;
      places.fill(0);
      spills.clear();
    },
    size: () => count,
  };
}
