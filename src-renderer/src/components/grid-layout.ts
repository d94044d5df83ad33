const defaultTrack = 'minmax(8rem, 1fr)';

/** The smallest width of a CSS grid track in rem: 14 of "minmax(14rem, 2fr)". */
const leastRem = (track: string) => Number(/([\d.]+)rem/.exec(track)?.[1] ?? 8);

/** The column tracks of a table, and the width below which it scrolls sideways instead of squeezing its columns. */
export function gridLayout(widths: readonly (string | undefined)[]): { template: string; minWidth: string } {
  const tracks = widths.map((width) => width ?? defaultTrack);
  return { template: tracks.join(' '), minWidth: `${tracks.reduce((sum, track) => sum + leastRem(track), 0)}rem` };
}

/** Pixels of a table's sticky header, which pushes its rows down by as much. */
export const headerHeight = 36;

/** Pixels below which a table is not squeezed by what stands above it: its rows, or the header and a few of them. */
export const leastTableHeight = (rowsHeight: number): number => Math.min(headerHeight + rowsHeight + 2, 180);
