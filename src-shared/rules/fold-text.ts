/** Lower case without accents, so that "Égress" is found by "egress". */
export const foldText = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
