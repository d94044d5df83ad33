/** What cuts usage into the buckets that decide money: each customer's own zone and billing months (wire contract 6.11). */
import type { PlainFacts, PlainItem } from './plain-facts';
import { type Cut, cutByAnchor, cutInZone } from './plain-windows';

/** Of a line item: in the zone of its customer, months from the day on which its subscription began. */
export const cutOfItem = ({ customer_zone, anchor }: Pick<PlainItem, 'customer_zone' | 'anchor'>): Cut =>
  cutByAnchor(customer_zone || 'UTC', anchor);

/** Of what no subscription charges for, by external id: of the customer that has it now, months of the calendar. */
export const cutOfCustomer = (facts: PlainFacts, customer: string): Cut =>
  cutInZone(facts.zoneOf.get(customer) || 'UTC');
