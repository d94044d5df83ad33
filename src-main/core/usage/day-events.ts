import type { Quantity } from '@shared/rules/quantity';
import { addQuantity, noUsage, type UsageSum } from './usage-sum';

/** Numbers per event: customer, timestamp, sign, units, nanos, femtos. */
const width = 6;
/** Room to begin with. */
const firstEvents = 8;

/** One event by its place among those of the day. */
export interface DayEvent {
  /** Counted from 0 in the order in which they were added. */
  place: number;
  timestamp: number;
  sign: number;
  quantity: Quantity;
}

/** What the events of one customer add to a day. */
export interface CustomerEvents {
  customer: number;
  sum: UsageSum;
  /** Adds those within [start, end) to another sum as well. */
  addTo(sum: UsageSum, start: number, end: number): void;
  each(): DayEvent[];
}

/** What events add to and take from one day of a meter. */
export interface DayEvents {
  add(customer: number, timestamp: number, quantity: Quantity, sign: 1 | -1): void;
  /** In the order of the customers' numbers. */
  byCustomer(): Generator<CustomerEvents>;
}

/**
 * Gathers events as numbers in one list and puts those of a customer together at the end: usage is sparse, so that an
 * entry per customer would be about an object per event, of which an import makes millions.
 */
export function dayEvents(): DayEvents {
  let numbers = new Float64Array(firstEvents * width);
  let count = 0;
  const quantity: Quantity = { units: 0, nanos: 0, femtos: 0 };
  const at = (event: number, column: number) => numbers[event * width + column] ?? 0;
  const dayEvent = (place: number): DayEvent => ({
    place,
    timestamp: at(place, 1),
    sign: at(place, 2),
    quantity: { units: at(place, 3), nanos: at(place, 4), femtos: at(place, 5) },
  });
  const addEvent = (sum: UsageSum, event: number) => {
    quantity.units = at(event, 3);
    quantity.nanos = at(event, 4);
    quantity.femtos = at(event, 5);
    addQuantity(sum, quantity, at(event, 2) === 1 ? 1 : -1);
  };

  return {
    add(customer, timestamp, { units, nanos, femtos }, sign) {
      let place = count * width;
      if (place === numbers.length) {
        const more = new Float64Array(2 * numbers.length);
        more.set(numbers);
        numbers = more;
      }
      numbers[place++] = customer;
      numbers[place++] = timestamp;
      numbers[place++] = sign;
      numbers[place++] = units;
      numbers[place++] = nanos;
      numbers[place] = femtos;
      count += 1;
    },
    *byCustomer() {
      // Customer and place in one number: sorting plain numbers is several times as fast as asking a function.
      const order = new Float64Array(count);
      for (let event = 0; event < count; event += 1) order[event] = at(event, 0) * count + event;
      order.sort();
      const eventAt = (place: number) => (order[place] ?? 0) % count;
      for (let first = 0; first < count; ) {
        const customer = at(eventAt(first), 0);
        const sum = noUsage();
        let end = first;
        for (; end < count && at(eventAt(end), 0) === customer; end += 1) addEvent(sum, eventAt(end));
        const from = first;
        const to = end;
        yield {
          customer,
          sum,
          addTo(other, start, before) {
            for (let place = from; place < to; place += 1) {
              const event = eventAt(place);
              if (at(event, 1) >= start && at(event, 1) < before) addEvent(other, event);
            }
          },
          each: () => Array.from({ length: to - from }, (_, place) => dayEvent(eventAt(from + place))),
        };
        first = end;
      }
    },
  };
}
