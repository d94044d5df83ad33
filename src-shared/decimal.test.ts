import { describe, expect, test } from 'vitest';
import { decimalInput } from './decimal';

describe('decimals in requests', () => {
  test.each<[string | number, string]>([
    ['10.50', '10.5'],
    [0.1, '0.1'],
    [' 7 ', '7'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-0', '0'],
    ['1e3', '1000'],
    [1e-7, '0.0000001'],
    ['999999999999999.999999999999999', '999999999999999.999999999999999'],
  ])('%j is %s', (given, decimal) => {
    expect(decimalInput.parse(given)).toBe(decimal);
  });

  test.each<[string | number, string]>([
    ['', 'Please enter a number'],
    ['ten', 'Please enter a number'],
    ['1,5', 'Please enter a number'],
    ['0x10', 'Please enter a number'],
    ['9'.repeat(5000), 'Please enter a number'],
    ['1e15', 'Please enter a number of at most 15 digits before and 15 after the point'],
    ['1e999', 'Please enter a number of at most 15 digits before and 15 after the point'],
    ['0.0000000000000001', 'Please enter a number of at most 15 digits before and 15 after the point'],
    [1e21, 'Please enter a number of at most 15 digits before and 15 after the point'],
  ])('%j is refused: %s', (given, message) => {
    expect(decimalInput.safeParse(given).error?.issues[0]?.message).toBe(message);
  });
});
