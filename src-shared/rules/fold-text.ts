/** Most texts have no other letters, and are folded many at a time. */
const plain = /^[\x20-\x7e\n]*$/;

/**
 * Lower case without accents, so that "Égress" is found by "egress". Every letter folds the same wherever it stands, the
 * Greek final sigma too, so that the fold of a part is a part of the fold.
 */
export const foldText = (text: string): string => (plain.test(text) ? text.toLowerCase() : foldLetters(text));

const foldLetters = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
