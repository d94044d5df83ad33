/** What cuts usage into the buckets that decide money: each customer's own zone and billing months (wire contract 6.11). */
import type { PlainFacts, PlainItem } from './plain-facts';
import { type Cut, cutByAnchor, cutInZone } from './plain-windows';

const zoneOf = (facts: PlainFacts, customer: string) => facts.zoneOf.get(customer) || 'UTC';

/** Of a line item: in the zone of its customer, months from the day on which its subscription began. */
export const cutOfItem = (facts: PlainFacts, { customer, anchor }: Pick<PlainItem, 'customer' | 'anchor'>): Cut =>
  cutByAnchor(zoneOf(facts, customer), anchor);

/** Of what no subscription charges a customer for: months are those of the calendar. */
export const cutOfCustomer = (facts: PlainFacts, customer: string): Cut => cutInZone(zoneOf(facts, customer));
