/** What a person is told whose import was stopped after so many events were stored. */
export function stoppedText(stored: number): string {
  if (stored === 0) return 'Stopped. Nothing new had been stored.';
  if (stored === 1) return 'Stopped. 1 event had been stored and is kept.';
  return `Stopped. ${stored.toLocaleString('en-US')} events had been stored and are kept.`;
}
