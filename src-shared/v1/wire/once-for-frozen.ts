/**
 * A function of rows that spells a frozen row once: the core keeps rows that did not change and answers the same object
 * again, so that the same wire row is answered again, frozen as well.
 */
export function onceForFrozen<T extends object, W extends object>(toWire: (row: T) => W): (row: T) => W {
  const known = new WeakMap<T, W>();
  return (row) => {
    let wire = known.get(row);
    if (!wire) {
      wire = toWire(row);
      if (Object.isFrozen(row)) known.set(row, Object.freeze(wire));
    }
    return wire;
  };
}
