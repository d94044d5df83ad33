import { contract } from '@shared/contract';
import type { Topic } from '@shared/topics';
import { expect, test } from 'vitest';
import { isTouched } from './query-topics';

test.each<[string, Topic, boolean]>([
  ['group.search', 'price', true],
  ['group.search', 'event', false],
  ['price.get', 'group', true],
  ['report.usageByGroup', 'event', true],
  ['report.usageByGroup', 'group', true],
  ['environment.list', 'plan', true],
  ['feature.search', 'event', false],
  ['job.list', 'event', false],
])('%s after a change of %s: asked again is %s', (name, topic, expected) => {
  expect(isTouched(name, new Set([topic]))).toBe(expected);
});

test('every query knows what it depends on: none is asked again for nothing', () => {
  for (const [name, { kind }] of Object.entries(contract)) {
    if (kind === 'query') expect(isTouched(name, new Set()), name).toBe(false);
  }
});
