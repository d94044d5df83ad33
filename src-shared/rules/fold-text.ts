/**
 * Lower case without accents, so that "Égress" is found by "egress". Every letter folds the same wherever it stands, the
 * Greek final sigma too, so that the fold of a part is a part of the fold.
 */
export const foldText = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
