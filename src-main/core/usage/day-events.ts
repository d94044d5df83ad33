import type { Quantity } from '@shared/rules/quantity';
import { addQuantity, noUsage, type UsageSum } from './usage-sum';

/** Numbers per event: customer, timestamp, sign, units, nanos, femtos. */
const width = 6;

/** What the events of one customer add to a day; `addTo` adds those within [start, end) to another sum as well. */
export interface CustomerEvents {
  customer: number;
  sum: UsageSum;
  addTo(sum: UsageSum, start: number, end: number): void;
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
  const numbers: number[] = [];
  const at = (event: number, column: number) => numbers[event * width + column] ?? 0;
  const quantity: Quantity = { units: 0, nanos: 0, femtos: 0 };
  const addEvent = (sum: UsageSum, event: number) => {
    quantity.units = at(event, 3);
    quantity.nanos = at(event, 4);
    quantity.femtos = at(event, 5);
    addQuantity(sum, quantity, at(event, 2) === 1 ? 1 : -1);
  };

  return {
    add(customer, timestamp, { units, nanos, femtos }, sign) {
      numbers.push(customer, timestamp, sign, units, nanos, femtos);
    },
    *byCustomer() {
      const order = Uint32Array.from({ length: numbers.length / width }, (_, event) => event);
      order.sort((a, b) => at(a, 0) - at(b, 0));
      for (let first = 0; first < order.length; ) {
        const customer = at(order[first] ?? 0, 0);
        const sum = noUsage();
        let end = first;
        for (; end < order.length && at(order[end] ?? 0, 0) === customer; end += 1) addEvent(sum, order[end] ?? 0);
        const events = order.subarray(first, end);
        yield {
          customer,
          sum,
          addTo(other, from, to) {
            for (const event of events) if (at(event, 1) >= from && at(event, 1) < to) addEvent(other, event);
          },
        };
        first = end;
      }
    },
  };
}
