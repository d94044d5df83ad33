import fc from 'fast-check';

const surrogates = 0x800;

function codePointOf(character: unknown): number {
  const code = typeof character === 'string' ? (character.codePointAt(0) ?? -1) : -1;
  if (code < 0 || String.fromCodePoint(code) !== character || !character.isWellFormed()) {
    throw new Error('not one code point');
  }
  return code < 0xd800 ? code : code - surrogates;
}

/**
 * Any code point as a text, drawn as fast-check's own unit `binary` is. That one keeps a map of all million texts, which
 * takes a second to make, and with it the garbage collector of every test after it longer.
 */
export const codePoint: fc.Arbitrary<string> = fc
  .nat(0x10ffff - surrogates)
  .map((place) => String.fromCodePoint(place < 0xd800 ? place : place + surrogates), codePointOf);
