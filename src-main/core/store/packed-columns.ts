import { giveUp } from './give-up';

/** The number of rows, then a byte for every column: how its numbers are held. */
const headerBytes = 16;

type Width = 1 | 2 | 4 | 8;
// As the processor holds them: every machine that Pricebook runs on puts the lowest byte first.
const arrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const;
/** The widest first, so that all columns are aligned. */
const widths: readonly Width[] = [8, 4, 2, 1];

/** In place of a width: all numbers are the same one, which is held once, as eight bytes before all others. */
const sameWidth = 3;
/** What the byte of a column holds beside the width, in its upper half: the power of ten that all numbers were divided by. */
const tens = 16;
const mostTens = 9;
const powersOfTen = Array.from({ length: mostTens + 1 }, (_, power) => 10 ** power);

/** How the numbers of a column are held: how many bytes each takes, none where all are zero, and without how many zeros. */
interface Form {
  width: Width | 0 | typeof sameWidth;
  power: number;
}

function formFor(column: Float64Array): Form {
  let least = 0;
  let most = 0;
  let isSame = column.length > 8;
  const first = column[0] ?? 0;
  // Not `of`, which takes several times as long.
  for (let place = 0; place < column.length; place += 1) {
    const number = column[place] ?? 0;
    if (number > most) most = number;
    if (number < least) least = number;
    if (number !== first) isSame = false;
  }
  if (most === 0 && least === 0) return { width: 0, power: 0 };
  if (isSame) return { width: sameWidth, power: 0 };
  if (least < 0) return { width: 8, power: 0 };
  const width = widthOf(most);
  if (width === 1 || width === 8) return { width, power: 0 };
  const power = commonPower(column);
  const divided = widthOf(most / (powersOfTen[power] ?? 1));
  return divided < width ? { width: divided, power } : { width, power: 0 };
}

/** The highest power of ten that divides all of these numbers, which are below 2^32. */
function commonPower(column: Float64Array): number {
  let power = mostTens;
  let by = powersOfTen[power] ?? 1;
  for (let place = 0; place < column.length && power > 0; place += 1) {
    const number = column[place] ?? 0;
    // Several times as fast as the remainder, and exact for numbers of this size.
    for (let part = number / by; part !== Math.floor(part); part = number / by) {
      power -= 1;
      by = powersOfTen[power] ?? 1;
    }
  }
  return power;
}

const widthOf = (most: number): Width => (most >= 2 ** 32 ? 8 : most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4);

/**
 * Writes at most 12 columns of as many whole numbers, exact to 2^53, each as narrow as its numbers are: a table of a
 * hundred thousand rows is read in a millisecond that way.
 */
export function packColumns(columns: readonly Float64Array[]): Uint8Array<ArrayBuffer> {
  const rows = columns[0]?.length ?? 0;
  const forms = columns.map(formFor);
  const size = forms.reduce((sum, { width }) => sum + (width === sameWidth ? 8 : rows * width), headerBytes);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, rows, true);
  bytes.set(
    forms.map(({ width, power }) => width + tens * power),
    4,
  );
  let at = headerBytes;
  for (const [index, column] of columns.entries()) {
    if (forms[index]?.width !== sameWidth) continue;
    new Float64Array(bytes.buffer, at, 1)[0] = column[0] ?? 0;
    at += 8;
  }
  for (const width of widths) {
    for (const [index, column] of columns.entries()) {
      const form = forms[index];
      if (form?.width !== width) continue;
      const packed = new arrays[width](bytes.buffer, at, rows);
      if (form.power === 0) packed.set(column);
      else divide(column, powersOfTen[form.power] ?? 1, packed);
      at += rows * width;
    }
  }
  return bytes;
}

function divide(column: Float64Array, by: number, into: InstanceType<(typeof arrays)[Width]>): void {
  for (let place = 0; place < column.length; place += 1) into[place] = (column[place] ?? 0) / by;
}

/** Reads packed columns, one after another, into the same arrays: what was read before is gone then. */
export interface ColumnsReader {
  /**
   * Answers how many rows there are; the columns may be longer. What was packed is given up: it can be read once. Of others than the wanted ones nothing can be said
   * then.
   */
  read(packed: Uint8Array<ArrayBuffer>, wanted?: ReadonlySet<number>): number;
  columns: readonly Float64Array[];
}

/** A reader of so many columns. */
export function columnsReader(count: number): ColumnsReader {
  let room = 0;
  const columns: Float64Array[] = [];
  function makeRoom(rows: number) {
    room = Math.max(rows, 2 * room, 256);
    for (let index = 0; index < count; index += 1) columns[index] = new Float64Array(room);
  }
  makeRoom(0);
  return {
    columns,
    read(packed, wanted) {
      // A typed array can only begin where its numbers are aligned.
      const bytes = packed.byteOffset % 8 === 0 ? packed : packed.slice();
      const { buffer, byteOffset } = bytes;
      const rows = new DataView(buffer, byteOffset).getUint32(0, true);
      if (rows > room) makeRoom(rows);
      const isWanted = (index: number) => wanted?.has(index) ?? true;
      let at = byteOffset + headerBytes;
      for (let index = 0; index < count; index += 1) {
        if (bytes[4 + index] !== sameWidth) continue;
        if (isWanted(index)) columns[index]?.fill(new Float64Array(buffer, at, 1)[0] ?? 0, 0, rows);
        at += 8;
      }
      for (const width of widths) {
        for (let index = 0; index < count; index += 1) {
          const form = bytes[4 + index] ?? 0;
          const column = columns[index];
          if (form % tens !== width || !column) continue;
          if (isWanted(index)) {
            column.set(new arrays[width](buffer, at, rows));
            if (form !== width) multiply(column, rows, powersOfTen[(form - width) / tens] ?? 1);
          }
          at += rows * width;
        }
      }
      for (let index = 0; index < count; index += 1) {
        if (bytes[4 + index] === 0 && isWanted(index)) columns[index]?.fill(0, 0, rows);
      }
      giveUp(packed);
      return rows;
    },
  };
}

function multiply(column: Float64Array, rows: number, by: number): void {
  for (let row = 0; row < rows; row += 1) column[row] = (column[row] ?? 0) * by;
}
