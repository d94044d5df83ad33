interface Marks {
  decimal: string;
  group: string;
  digits: string;
}

const marksByLocale = new Map<string, Marks>();

/** The decimal mark, grouping mark and ten digits a locale writes. */
export function marksOf(locale: string): Marks {
  let marks = marksByLocale.get(locale);
  if (!marks) {
    const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567.5);
    const zeroToNine = new Intl.NumberFormat(locale, { useGrouping: false }).format(9_876_543_210n);
    marks = {
      decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
      group: parts.find((part) => part.type === 'group')?.value ?? ',',
      digits: [...zeroToNine].reverse().join(''),
    };
    marksByLocale.set(locale, marks);
  }
  return marks;
}

const plain = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/**
 * Text a person typed, as a plain decimal ("1234.5"); null when it is not a number. The locale's own marks win;
 * a pasted number of the other form is read when it can mean one thing only ("1,234.50" in a comma locale).
 */
export function parseDecimalText(text: string, locale: string): string | null {
  const { decimal, group, digits } = marksOf(locale);
  const bare = [...text.trim().replace(/[\s\u00a0\u202f'’_]/g, '')]
    .map((char) => (digits.includes(char) ? String(digits.indexOf(char)) : char))
    .join('')
    .replace('−', '-');
  const dots = bare.split('.').length - 1;
  const commas = bare.split(',').length - 1;
  let decimalMark = decimal;
  if (dots > 0 && commas > 0) decimalMark = bare.lastIndexOf('.') > bare.lastIndexOf(',') ? '.' : ',';
  else if (dots > 1) decimalMark = ',';
  else if (commas > 1) decimalMark = '.';
  // One lone mark of the other form: a group only where three digits follow it and a group mark looks like that.
  else if (dots === 1 && decimal !== '.')
    decimalMark = group === '.' && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(bare) ? decimal : '.';
  else if (commas === 1 && decimal !== ',')
    decimalMark = group === ',' && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(bare) ? decimal : ',';
  const groupMark = decimalMark === ',' ? /\./g : /[,٬]/g;
  const normal = bare.replace(groupMark, '').replace(decimalMark, '.');
  if (!plain.test(normal)) return null;
  return normal
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
}
