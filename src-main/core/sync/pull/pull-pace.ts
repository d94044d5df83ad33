import { type Pace, pace } from '../../jobs/pace';

/** Rows of a pull that go into one statement: what is left over takes several short ones, of which each costs as much. */
const blockOfRows = 128;

/** The least whole blocks that so many rows fill. */
export const wholeBlocks = (rows: number): number => Math.ceil(rows / blockOfRows) * blockOfRows;

/** How many rows of a pull go into one step. */
export const pullPace = (): Pace => pace({ ms: 25, first: blockOfRows, fewest: 20, most: 384, block: blockOfRows });
