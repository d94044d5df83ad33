import type { FigureColumn } from './chart-cells';
import type { ChartFacts } from './chart-facts';

/** Rem that columns of figures may take together on a sheet, beside the names of the windows. */
const room = 35;
/** More series than these would be a book: they are folded as in the chart. */
const mostSeries = 12;

/** The series whose figures are printed. */
export const seriesOnPaper = ({ all, drawn }: Pick<ChartFacts, 'all' | 'drawn'>): ChartFacts['all'] =>
  all.length > mostSeries ? drawn : all;

/** Columns in parts that each fit the width of a sheet: what is beyond its edge would be lost. */
export function columnsOnSheets(
  columns: readonly FigureColumn[],
  widthOf: (column: FigureColumn) => number,
): FigureColumn[][] {
  const sheets: FigureColumn[][] = [];
  let taken = 0;
  for (const column of columns) {
    const sheet = sheets.at(-1);
    taken += widthOf(column);
    if (sheet && taken <= room) sheet.push(column);
    else {
      sheets.push([column]);
      taken = widthOf(column);
    }
  }
  return sheets;
}
