import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';

/** How a series looks: 0 to 7 picks colour, pattern and mark; "none" and "Other" have looks of their own. */
export type Look = number | 'none' | 'other';

export const looks: readonly Look[] = [0, 1, 2, 3, 4, 5, 6, 7, 'none', 'other'];

/** Design token of a look's colour. */
export const lookToken = (look: Look): string =>
  look === 'none' ? 'muted' : look === 'other' ? 'control' : `series-${look + 1}`;

/** Side of the tile that a pattern repeats. */
export const tileSize = 8;

/** What is drawn on a tile in the surface's colour, filled or stroked. */
export interface TileDrawing {
  d: string;
  opacity: number;
  /** Absent: filled. */
  strokeWidth?: number;
}

/** A drawing for each look: colour is never the only way to tell series apart, on paper neither. */
const drawings: Record<string, TileDrawing | undefined> = {
  1: { d: 'M-2 10 10 -2M-2 2 2 -2M6 10 10 6', strokeWidth: 1.5, opacity: 0.75 },
  2: { d: 'M2.4 4A1.6 1.6 0 1 0 5.6 4A1.6 1.6 0 1 0 2.4 4Z', opacity: 0.75 },
  3: { d: 'M0 2H8M0 6H8', strokeWidth: 1.2, opacity: 0.75 },
  4: { d: 'M-2 -2 10 10M-2 6 2 10M6 -2 10 2', strokeWidth: 1.5, opacity: 0.75 },
  5: { d: 'M4 0V8M0 4H8', strokeWidth: 1.2, opacity: 0.75 },
  6: { d: 'M2 0V8M6 0V8', strokeWidth: 1.2, opacity: 0.75 },
  7: { d: 'M0 0H4V4H0ZM4 4H8V8H4Z', opacity: 0.45 },
  none: { d: 'M0 4H4', strokeWidth: 1.5, opacity: 0.75 },
  other: { d: 'M0 0 8 8M8 0 0 8', strokeWidth: 1.2, opacity: 0.75 },
};

export const tileDrawing = (look: Look): TileDrawing | undefined => drawings[String(look)];

const markOf = (type: Parameters<typeof symbol>[0], size = 38) => symbol(type, size).digits(2)() ?? '';
const marks: Record<string, { d: string; isHollow?: true }> = {
  0: { d: markOf(symbolCircle) },
  1: { d: markOf(symbolSquare) },
  2: { d: markOf(symbolTriangle) },
  3: { d: markOf(symbolDiamond) },
  4: { d: markOf(symbolCross) },
  5: { d: markOf(symbolStar) },
  6: { d: markOf(symbolWye) },
  7: { d: markOf(symbolCircle), isHollow: true },
  none: { d: markOf(symbolSquare), isHollow: true },
  other: { d: markOf(symbolDiamond), isHollow: true },
};

/** The small shape on a look's line, around the origin; hollow ones are filled with the surface's colour. */
export const lookMark = (look: Look): { d: string; isHollow?: true } => marks[String(look)] ?? { d: '' };
