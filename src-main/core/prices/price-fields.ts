import { currencySymbols } from '@shared/rules/currency';
import { sql } from 'kysely';
import { commonFields, type DslFields } from '../list/dsl';

const text = (value: string) => ({ kind: 'text', sql: sql`${value}` }) as const;
/** What no price has here, because custom price units are not part of this product. */
const never = { kind: 'text', sql: sql`null` } as const;

const displayAmount = sql`coalesce(
  (select value from json_each(${JSON.stringify(currencySymbols)}) where key = currency), upper(currency)) || amount`;

/** The fields of a price that conditions and sorts may name (wire contract 1.8). */
export const priceFields: DslFields = {
  entity: 'price',
  fields: {
    ...commonFields,
    metadata: 'text',
    display_name: 'text',
    amount: 'decimal',
    currency: 'text',
    min_quantity: 'decimal',
    type: 'text',
    billing_period: 'text',
    billing_period_count: 'number',
    billing_model: 'text',
    invoice_cadence: 'text',
    trial_period_days: 'number',
    meter_id: 'text',
    tier_mode: 'text',
    tiers: 'text',
    transform_quantity: 'text',
    lookup_key: 'text',
    description: 'text',
    entity_type: 'text',
    entity_id: 'text',
    parent_price_id: 'text',
    start_date: 'text',
    end_date: 'text',
    group_id: 'text',
    sequence: 'number',
  },
  aliases: { value: 'amount' },
  computed: {
    display_amount: { kind: 'text', sql: sql`(${displayAmount})` },
    price_unit_type: text('FIAT'),
    billing_cadence: text('RECURRING'),
    price_unit_id: never,
    price_unit: never,
    price_unit_amount: never,
    display_price_unit_amount: never,
    conversion_rate: never,
    price_unit_tiers: never,
    filter_values: never,
  },
};
