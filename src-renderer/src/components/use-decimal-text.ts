import { useState } from 'react';
import { currentLocale } from '../format/locale';
import { parseDecimalText } from '../format/parse-decimal';

/**
 * What a field shows of a number that is kept as exact decimal text: the person's own marks while they type. `value` is a
 * plain decimal ("1234.5") once the text is a number, and the text as typed while it is not one.
 */
export function useDecimalText(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const parsed = parseDecimalText(typed, currentLocale());
  // A value set from outside replaces the text; one that only echoes it leaves the caret alone.
  const text = (parsed ?? typed) === value ? typed : value;
  const isRewritten = parsed !== null && text === typed && /[^\d.]/.test(typed.trim().replace(/^[-+]/, ''));
  const change = (next: string) => {
    setTyped(next);
    onChange(parseDecimalText(next, currentLocale()) ?? next);
  };
  return { text, change, note: isRewritten ? `Read as ${parsed}` : null };
}
