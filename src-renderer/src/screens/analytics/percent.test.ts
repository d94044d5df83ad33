import { expect, test } from 'vitest';
import { changeBetween, changePercentText, changeText, formatPercent, sharePercent, shareText } from './percent';

test.each([
  ['7365', '14444', '51'],
  ['3670', '14444', '25.4'],
  ['3409', '14444', '23.6'],
  ['1', '3', '33.3'],
  ['0.0005', '1', '0.1'],
  ['0', '5', '0'],
  ['5', '0', null],
])('%s of %s is %s percent', (part, whole, expected) => {
  expect(sharePercent(part, whole)).toBe(expected);
});

test('more digits than a float has do not change the share', () => {
  expect(sharePercent('100000000000000000000.1', '200000000000000000000.2')).toBe('50');
});

test('percent as people read it', () => {
  expect(formatPercent('51', { locale: 'en-US' })).toBe('51.0%');
  expect(formatPercent('25.4', { locale: 'de-DE' })).toBe('25,4\u00a0%');
  expect(formatPercent('12.3', { locale: 'en-US', signed: true })).toBe('+12.3%');
  expect(formatPercent('-4', { locale: 'en-US', signed: true })).toBe('-4.0%');
});

test.each([
  ['10', '10', 'same', '0'],
  ['10', '12.5', 'more', '25'],
  ['10', '5', 'less', '-50'],
  ['0', '5', 'more', null],
])('from %s to %s: %s, %s percent', (before, after, direction, percent) => {
  expect(changeBetween(before, after)).toEqual({ direction, percent });
});

test('what costs something never has a share of nothing', () => {
  expect(['1', '0', '500'].map((part) => shareText(part, '10000', 'en-US'))).toEqual(['<0.1%', '0.0%', '5.0%']);
  expect(shareText('1', '0')).toBeNull();
});

test.each([
  ['440977.93', '104.35', '-99.9%', '99.9% less'],
  ['440977.93', '0', '-100.0%', '100.0% less'],
  ['10000', '10001', 'under 0.1%', 'under 0.1% more'],
  ['10000', '9999', 'under 0.1%', 'under 0.1% less'],
  ['1000', '1001', '+0.1%', '0.1% more'],
])('from %s to %s reads %s: what is left is not nothing, and a change is one', (before, after, text, words) => {
  const percent = changeBetween(before, after).percent ?? '';
  expect(changePercentText(percent, after, { signed: true })).toBe(text);
  expect(changeText(before, after)).toBe(words);
});
