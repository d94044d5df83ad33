import { expect, test } from 'vitest';
import { inverseText } from './inverse-text';

test.each([
  [[], 'auto', /^$/],
  [['ready'], 'auto', /sent to it as a change of its own/],
  [['sending', 'ready'], 'auto', /sent to it as a change of its own/],
  [['ready'], 'review', /waits in Pending changes for your review/],
  [['local_only'], 'auto', /it cannot take this/],
  [['local_only', 'ready'], 'review', /waits in Pending changes/],
] as const)('an undone change of which %j is pending (%s)', (states, send, text) => {
  expect(inverseText(states, send)).toMatch(text);
});
