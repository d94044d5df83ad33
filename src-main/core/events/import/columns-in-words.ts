const mostNames = 12;
const mostCharacters = 200;

/** The columns of a file, as many as fit a sentence, and how many more there are; no name is cut but one too long by itself. */
export function columnsInWords(columns: readonly string[]): string {
  const shown: string[] = [];
  for (const name of columns.slice(0, mostNames)) {
    if ([...shown, name].join(', ').length > mostCharacters) break;
    shown.push(name);
  }
  const [first = ''] = columns;
  if (shown.length === 0) shown.push(`${first.slice(0, mostCharacters)}…`);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`;
}
