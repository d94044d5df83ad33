import { expect, test } from 'vitest';
import { usualStart } from './start-choice';

const facts = {
  type: 'USAGE',
  before: undefined,
  hasSubscriptions: false,
  firstUsage: '2026-01-01T10:00:00.000Z',
} as const;
const custom = { choice: 'custom', at: '2026-02-01T00:00:00.000Z' } as const;

test.each([
  ['usage on a plan nobody is on', facts, 'first-usage'],
  ['without usage', { ...facts, firstUsage: null }, 'now'],
  ['usage on a plan in use', { ...facts, hasSubscriptions: true }, 'now'],
  ['a fixed charge', { ...facts, type: 'FIXED' as const }, 'now'],
  ['after another one', { ...facts, before: custom }, 'custom'],
])('%s', (_, given, choice) => {
  expect(usualStart(given).choice).toBe(choice);
});
