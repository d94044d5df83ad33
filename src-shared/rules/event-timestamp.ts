import { midnightOf, parseInstant } from '../instant';

const common = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/**
 * A reader of RFC 3339 timestamps to epoch milliseconds, any offset and fraction (cut to milliseconds); null for
 * anything else and for days that do not exist. Remembers the last date: rows of a file mostly share it.
 */
export function timestampReader(): (text: string) => number | null {
  let date = '';
  let midnight: number | null = null;
  return (text) => {
    if (!text.startsWith(date) || date === '') {
      date = text.slice(0, 10);
      midnight = midnightOf(date);
      if (midnight === null) date = '';
    }
    if (midnight === null) return null;
    if (!common.test(text)) return parseInstant(text);
    const hours = twoDigits(text, 11);
    const minutes = twoDigits(text, 14);
    const seconds = twoDigits(text, 17);
    if (hours > 23 || minutes > 59 || seconds > 59) return parseInstant(text);
    const ms = text.length === 20 ? 0 : Number(text.slice(20, -1).padEnd(3, '0').slice(0, 3));
    return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
  };
}

const twoDigits = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
