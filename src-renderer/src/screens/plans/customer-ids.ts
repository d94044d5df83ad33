import { countText } from '../../format/quantity';

/** Customer ids typed or pasted one per line or separated by commas, tabs or semicolons: trimmed, each once, in order. */
export const customerIds = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n\r,;\t]+/)
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  ),
];

/** "1 customer", "1,204 customers". */
export const customersText = (count: number): string => countText(count, 'customer', 'customers');
