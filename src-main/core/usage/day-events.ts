import type { Quantity } from '@shared/rules/quantity';
import { addQuantity, clearSum, noUsage, type UsageSum } from './usage-sum';

/** Numbers per event: customer, timestamp, sign, units, nanos, femtos. */
const width = 6;
const firstEvents = 1024;
/** Room for more events than this is given back after use. */
const keptEvents = 100_000;

/** Events as numbers in one list, of which every day knows its own: an import makes millions, for thousands of days. */
export interface EventNumbers {
  /** Answers the place of the event in the list. */
  add(customer: number, timestamp: number, quantity: Quantity, sign: 1 | -1): number;
  at(event: number, column: number): number;
  /** The quantities and customers of some events in their order, into columns: customer, units, nanos, femtos from a row on. */
  copy(places: readonly number[], columns: readonly Float64Array[], row: number): void;
  count(): number;
  /** Forgets all events and keeps the room they took. */
  clear(): void;
}

export function eventNumbers(): EventNumbers {
  let numbers = new Float64Array(firstEvents * width);
  let count = 0;
  return {
    add(customer, timestamp, { units, nanos, femtos }, sign) {
      const place = count * width;
      if (place === numbers.length) {
        const more = new Float64Array(2 * numbers.length);
        more.set(numbers);
        numbers = more;
      }
      numbers[place] = customer;
      numbers[place + 1] = timestamp;
      numbers[place + 2] = sign;
      numbers[place + 3] = units;
      numbers[place + 4] = nanos;
      numbers[place + 5] = femtos;
      count += 1;
      return count - 1;
    },
    at: (event, column) => numbers[event * width + column] ?? 0,
    copy(places, [who, units, nanos, femtos], row) {
      if (!who || !units || !nanos || !femtos) return;
      for (let index = 0; index < places.length; index += 1) {
        const at = (places[index] ?? 0) * width;
        who[row + index] = numbers[at] ?? 0;
        units[row + index] = numbers[at + 3] ?? 0;
        nanos[row + index] = numbers[at + 4] ?? 0;
        femtos[row + index] = numbers[at + 5] ?? 0;
      }
    },
    count: () => count,
    clear() {
      if (count > keptEvents) numbers = new Float64Array(firstEvents * width);
      count = 0;
    },
  };
}

/** One event by its place among all. */
export interface DayEvent {
  place: number;
  timestamp: number;
  sign: number;
  quantity: Quantity;
}

/** What the events of one customer add to a day. Good until the next customer's are told. */
export interface CustomerEvents {
  customer: number;
  sum: UsageSum;
  /** Adds those within [start, end) to another sum as well. */
  addTo(sum: UsageSum, start: number, end: number): void;
  each(): DayEvent[];
}

/**
 * Puts the events of one day of a meter together by customer, in the order of the customers' numbers, so that what is
 * written walks the table's key. `places` are those of the day's events in `numbers`.
 */
export function eachCustomer(
  numbers: EventNumbers,
  places: readonly number[],
  tell: (events: CustomerEvents) => void,
): void {
  const { at } = numbers;
  const all = numbers.count();
  // Customer and place in one number: sorting plain numbers is several times as fast as asking a function.
  const order = new Float64Array(places.length);
  for (let index = 0; index < order.length; index += 1) {
    const place = places[index] ?? 0;
    order[index] = at(place, 0) * all + place;
  }
  order.sort();
  const quantity: Quantity = { units: 0, nanos: 0, femtos: 0 };
  const customerAt = (index: number) => Math.floor((order[index] ?? 0) / all);
  const placeAt = (index: number) => (order[index] ?? 0) - customerAt(index) * all;
  const addEvent = (sum: UsageSum, event: number) => {
    quantity.units = at(event, 3);
    quantity.nanos = at(event, 4);
    quantity.femtos = at(event, 5);
    addQuantity(sum, quantity, at(event, 2) === 1 ? 1 : -1);
  };
  const eventAt = (place: number): DayEvent => ({
    place,
    timestamp: at(place, 1),
    sign: at(place, 2),
    quantity: { units: at(place, 3), nanos: at(place, 4), femtos: at(place, 5) },
  });
  let first = 0;
  let end = 0;
  const events: CustomerEvents = {
    customer: 0,
    sum: noUsage(),
    addTo(other, start, before) {
      for (let index = first; index < end; index += 1) {
        const event = placeAt(index);
        if (at(event, 1) >= start && at(event, 1) < before) addEvent(other, event);
      }
    },
    each: () => Array.from({ length: end - first }, (_, index) => eventAt(placeAt(first + index))),
  };
  for (; first < order.length; first = end) {
    const customer = customerAt(first);
    // What comes before it is the customer's: dividing every number again would take longer than adding it up.
    const start = customer * all;
    const next = start + all;
    events.customer = customer;
    clearSum(events.sum);
    for (end = first; end < order.length; end += 1) {
      const event = order[end] ?? next;
      if (event >= next) break;
      addEvent(events.sum, event - start);
    }
    tell(events);
  }
}
