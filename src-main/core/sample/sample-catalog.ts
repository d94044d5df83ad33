import type { InputOf } from '@shared/contract';

/** When the sample's prices and subscriptions begin; its usage begins a month later. */
export const sampleStart = '2025-12-01T00:00:00.000Z';

export const sampleGroups: InputOf<'group.create'>[] = [
  { name: 'GPU Usage', lookup_key: 'group-gpu-usage', entity_type: 'price' },
  { name: 'Add-ons', lookup_key: 'group-add-ons', entity_type: 'price' },
];

export const samplePlans: InputOf<'plan.create'>[] = [
  { name: 'Base Plan', lookup_key: 'base-plan', description: 'Pay as you go: one dollar a unit.' },
  { name: 'Pro Plan', lookup_key: 'pro-plan', description: 'A monthly fee, and rates that fall with volume.' },
];

const metered = (
  name: string,
  units: [singular: string, plural: string],
  event_name: string,
  aggregation: InputOf<'meter.create'>['aggregation'],
  filters: InputOf<'meter.create'>['filters'] = [],
): InputOf<'feature.create'> => ({
  name,
  type: 'metered',
  unit_singular: units[0],
  unit_plural: units[1],
  meter: { event_name, aggregation, filters },
});

export const sampleFeatures: InputOf<'feature.create'>[] = [
  metered('GPU', ['GPU hour', 'GPU hours'], 'gpu.used', { type: 'SUM', field: 'units' }),
  metered('LLM', ['million tokens', 'million tokens'], 'llm.used', { type: 'SUM', field: 'units' }),
  metered('Priority Support', ['minute', 'minutes'], 'support.requested', { type: 'SUM', field: 'units' }),
  metered('Storage', ['GB', 'GB'], 'storage.used', { type: 'SUM', field: 'units' }),
  metered('API calls', ['call', 'calls'], 'api.called', { type: 'SUM', field: 'calls' }),
  metered('Data transfer', ['GB', 'GB'], 'data.transferred', { type: 'SUM', field: 'gigabytes' }),
  metered('Builds', ['build', 'builds'], 'build.finished', { type: 'COUNT' }, [{ key: 'status', values: ['passed'] }]),
  metered('Active seats', ['seat', 'seats'], 'session.started', { type: 'COUNT_UNIQUE', field: 'user' }),
];

/** A price of the sample, with the names of what it belongs to instead of their ids. */
export interface SamplePrice {
  plan: string;
  feature: string | null;
  group: string | null;
  terms: Pick<
    InputOf<'price.create'>,
    'billing_model' | 'amount' | 'tier_mode' | 'tiers' | 'transform_quantity' | 'display_name' | 'billing_period'
  >;
}

const perUnit = (feature: string, group: string | null): SamplePrice => ({
  plan: 'Base Plan',
  feature,
  group,
  terms: { billing_model: 'FLAT_FEE', billing_period: 'MONTHLY', amount: '1', display_name: feature },
});

const pro = (feature: string | null, group: string | null, terms: SamplePrice['terms']): SamplePrice => ({
  plan: 'Pro Plan',
  feature,
  group,
  terms,
});

/** Every billing model at least once: flat, package, volume, slab, and fixed fees that recur or are charged once. */
export const samplePrices: SamplePrice[] = [
  perUnit('GPU', 'GPU Usage'),
  perUnit('LLM', 'GPU Usage'),
  perUnit('Priority Support', 'Add-ons'),
  perUnit('Storage', null),
  pro(null, null, {
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    amount: '499',
    display_name: 'Platform fee',
  }),
  pro(null, 'Add-ons', {
    billing_model: 'FLAT_FEE',
    billing_period: 'ONETIME',
    amount: '1500',
    display_name: 'Onboarding',
  }),
  pro('API calls', null, {
    billing_model: 'PACKAGE',
    billing_period: 'MONTHLY',
    amount: '4',
    transform_quantity: { divide_by: 10_000, round: 'up' },
    display_name: 'API calls',
  }),
  pro('Data transfer', 'Add-ons', {
    billing_model: 'TIERED',
    billing_period: 'MONTHLY',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 100, unit_amount: '0' },
      { up_to: 1000, unit_amount: '0.09' },
      { up_to: null, unit_amount: '0.055' },
    ],
    display_name: 'Data transfer',
  }),
  pro('Builds', 'Add-ons', {
    billing_model: 'TIERED',
    billing_period: 'MONTHLY',
    tier_mode: 'VOLUME',
    tiers: [
      { up_to: 100, unit_amount: '1.2' },
      { up_to: 500, unit_amount: '0.9' },
      { up_to: null, unit_amount: '0.6', flat_amount: '50' },
    ],
    display_name: 'Builds',
  }),
  pro('Active seats', null, {
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    amount: '12.5',
    display_name: 'Active seats',
  }),
];

export interface SampleCustomer {
  external_id: string;
  name: string;
  plan: string;
  /** Its share of the plan's usage, against the other customers' shares. */
  weight: number;
}

export const sampleCustomers: SampleCustomer[] = [
  { external_id: 'halden-robotics', name: 'Halden Robotics', plan: 'Base Plan', weight: 21 },
  { external_id: 'brightwater-health', name: 'Brightwater Health', plan: 'Base Plan', weight: 17 },
  { external_id: 'copperleaf-games', name: 'Copperleaf Games', plan: 'Base Plan', weight: 14 },
  { external_id: 'fjord-analytics', name: 'Fjord Analytics', plan: 'Base Plan', weight: 11 },
  { external_id: 'marigold-media', name: 'Marigold Media', plan: 'Base Plan', weight: 9 },
  { external_id: 'quarry-logistics', name: 'Quarry Logistics', plan: 'Base Plan', weight: 6 },
  { external_id: 'paper-kite-studio', name: 'Paper Kite Studio', plan: 'Base Plan', weight: 3 },
  { external_id: 'solstice-energy', name: 'Solstice Energy', plan: 'Pro Plan', weight: 13 },
  { external_id: 'tessellate-labs', name: 'Tessellate Labs', plan: 'Pro Plan', weight: 8 },
  { external_id: 'lumen-and-oak', name: 'Lumen & Oak', plan: 'Pro Plan', weight: 5 },
];
