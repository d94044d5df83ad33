import { expect, test } from 'vitest';
import { cssText } from './paper-foot';

test('no name can end the text or the style it stands in', () => {
  expect(cssText('Ω “GPU” 2026')).toBe('Ω “GPU” 2026');
  expect(cssText('a"b\\c')).toBe('a\\22 b\\5c c');
  expect(cssText('</style>\n')).toBe('\\3c /style\\3e \\a ');
});
