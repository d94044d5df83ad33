import { invalid } from '../errors';

/** Properties deeper than this are nobody's data; without a limit they would exhaust the stack. */
const deepest = 100;

/** A JSON number whose digits a float cannot hold, kept as its canonical text. */
class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * One text for one number: plain notation without trailing zeros (`1.10` is `1.1`, `1e3` is `1000`, `-0` is `0`). Numbers
 * with an exponent beyond ±40 keep it, because writing them out would be absurd.
 */
export function canonicalNumber(source: string): string {
  const match = numberParts.exec(source);
  if (!match) return source;
  const exponent = Number(match[4] ?? 0);
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (Math.abs(exponent) > 40) {
    return /^0*$/.test(whole + fraction) ? '0' : source.toLowerCase().replace('e+', 'e');
  }
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const left = (point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')).replace(/^0+(?=\d)/, '') || '0';
  const right = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0))).replace(/0+$/, '');
  const plain = right ? `${left}.${right}` : left;
  return plain === '0' ? '0' : `${match[1]}${plain}`;
}

/**
 * JSON text with sorted keys, canonical numbers and no blanks, so that equal values have equal text. Throws AppError for
 * values nested more than 100 deep.
 */
export const canonicalJson = (value: unknown): string => write(value, 0);

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? canonicalNumber(String(value)) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== 'object' || value === null) return 'null';
  if (depth === deepest) throw invalid(`Properties can be nested at most ${deepest} deep`, 'properties');
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${write(item, depth + 1)}`).join(',')}}`;
}

// A number of at most 15 digits survives a float unchanged, unless it is beyond what a float reaches; a longer run of
// digits may be a number that does not.
const perhapsLong = /[\d.]{16}|\d[eE][+-]?\d{3}/;

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const keepDigits: Reviver = (_key, value, context) => {
  if (typeof value !== 'number' || context.source === undefined) return value;
  const text = canonicalNumber(context.source);
  return canonicalNumber(String(value)) === text ? value : new ExactNumber(text);
};

/**
 * Parses JSON so that canonicalJson of the result has every digit of every number: one that a float cannot hold is an
 * object that only canonicalJson and String read. Throws SyntaxError as JSON.parse.
 */
export const parseExactJson = (text: string): unknown =>
  perhapsLong.test(text) ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) : JSON.parse(text);

const asTextIfLong: Reviver = (_key, value, context) =>
  typeof value === 'number' && context.source !== undefined && canonicalNumber(String(value)) !== context.source
    ? context.source
    : value;

/** Parses canonical JSON for showing: a number that a float cannot hold becomes its text rather than another number. */
export const readCanonicalJson = (text: string): unknown =>
  perhapsLong.test(text)
    ? JSON.parse(text, asTextIfLong as (key: string, value: unknown) => unknown)
    : JSON.parse(text);
