/** More days than any calendar has, so that a meter and a day fit one number. */
const daysPerMeter = 2 ** 28;

/** A meter's day as one key: made for every event, so it is a number rather than a text. Days before 1970 are negative. */
export const meterDayKey = (meter: number, day: number): number => meter * daysPerMeter + day;

/** What a map knows by a key, made when it is missing. */
export function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
