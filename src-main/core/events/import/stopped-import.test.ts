import { expect, test } from 'vitest';
import { stoppedText } from './stopped-import';

test.each([
  [0, 'Stopped. Nothing new had been stored.'],
  [1, 'Stopped. 1 event had been stored and is kept.'],
  [20_976, 'Stopped. 20,976 events had been stored and are kept.'],
])('an import stopped after %i events says: %s', (stored, text) => {
  expect(stoppedText(stored)).toBe(text);
});
