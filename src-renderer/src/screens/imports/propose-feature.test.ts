import { expect, test } from 'vitest';
import { proposeFeature, proposeUnit, readableName } from './propose-feature';

const seen = (event_name: string, numeric_properties: string[]) => ({
  event_name,
  event_count: 10,
  numeric_properties,
  meter_ids: [],
});

test('sums the most frequent numeric property, else counts events', () => {
  const summed = proposeFeature(seen('llm_tokens', ['tokens', 'latency_ms']));
  expect(summed.aggregation).toBe('SUM tokens');
  expect(summed.aggregations.map((one) => one.label)).toEqual([
    'Sum of tokens',
    'Sum of latency_ms',
    'Count of events',
  ]);
  expect(proposeFeature(seen('login', []))).toMatchObject({ name: 'Login', aggregation: 'COUNT' });
});

test.each([
  ['gpu_usage', 'GPU Usage'],
  ['gpuUsage', 'GPU Usage'],
  ['storage', 'Storage'],
  ['api.call-made', 'API Call Made'],
  ['priority support', 'Priority Support'],
  ['Überweisung', 'Überweisung'],
  ['___', '___'],
])('%s reads "%s"', (event_name, name) => {
  expect(readableName(event_name)).toBe(name);
});

test.each([
  ['tokens', 'token', 'tokens'],
  ['gpu_hours', 'GPU hour', 'GPU hours'],
  ['storedBytes', 'stored byte', 'stored bytes'],
  ['quantity', 'unit', 'units'],
  ['ms', 'ms', 'ms'],
  ['size_gb', 'size gb', 'size gb'],
  ['address', 'address', 'address'],
  ['seat', 'seat', 'seats'],
])('the sum of %s counts one %s, many %s', (field, unit_singular, unit_plural) => {
  expect(proposeUnit({ id: '', type: 'SUM', field, label: '' })).toEqual({ unit_singular, unit_plural });
});

test('a count counts events', () => {
  expect(proposeUnit({ id: 'COUNT', type: 'COUNT', field: null, label: '' }).unit_plural).toBe('events');
});
