import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeAlertSettings } from './feature-alerts';

const level = fc.record({ threshold: fc.constantFrom('1', '2.5'), condition: fc.constantFrom('above', 'below') });
const settings = fc.record({
  critical: fc.option(level),
  warning: fc.option(level),
  info: fc.option(level),
  alert_enabled: fc.boolean(),
});
const given = fc.record(
  { critical: fc.option(level), warning: fc.option(level), info: fc.option(level), alert_enabled: fc.boolean() },
  { requiredKeys: [] },
);

test('what is given replaces, what is left out or null stays', () => {
  fc.assert(
    fc.property(settings, given, (own, request) => {
      const after = mergeAlertSettings(own, request);
      for (const field of ['critical', 'warning', 'info', 'alert_enabled'] as const) {
        expect(after?.[field]).toEqual(request[field] ?? own[field]);
      }
    }),
  );
});

test('a feature without settings has none until some are given, and then alerts are off', () => {
  expect(mergeAlertSettings(null, undefined)).toBeNull();
  expect(mergeAlertSettings(null, null)).toBeNull();
  expect(mergeAlertSettings(null, {})).toEqual({ critical: null, warning: null, info: null, alert_enabled: false });
});
