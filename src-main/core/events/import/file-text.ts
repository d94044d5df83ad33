import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { FileRefused } from './file-refused';

const blockSize = 512 * 1024;

/** A piece of a file's text, cut between lines where possible, and how many bytes of the file it ends at. */
export interface TextBlock {
  text: string;
  /** The text as bytes where each of them is a character of it; good until the next block is read. */
  ascii: Buffer | null;
  bytes: number;
  isLast: boolean;
}

/** Starts of files that people rename or pick by mistake, with what to say. */
const knownKinds: readonly [number[], string][] = [
  [[0x89, 0x50, 0x4e, 0x47], 'This is a PNG image, not a CSV or JSON-lines file.'],
  [[0xff, 0xd8, 0xff], 'This is a JPEG image, not a CSV or JSON-lines file.'],
  [[0x47, 0x49, 0x46, 0x38], 'This is a GIF image, not a CSV or JSON-lines file.'],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF, not a CSV or JSON-lines file.'],
  [[0x50, 0x4b, 0x03, 0x04], 'This is an Excel workbook or a ZIP archive. Save the sheet as CSV and import that.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'This is an old Excel workbook. Save the sheet as CSV and import that.'],
  [[0x1f, 0x8b], 'This file is compressed (gzip). Unpack it and import what is inside.'],
];

const notText = 'This is not a text file. Choose a CSV file or a file with one JSON event per line.';

/**
 * Reads a text file of any size block by block: UTF-8 with or without a byte order mark, or UTF-16. Bytes that are not
 * UTF-8 become `notUtf8`, by which their row is known. Throws FileRefused when it is unreadable, empty or no text, and before
 * its end when it is not the file any more that it was.
 */
export function* fileText(path: string): Generator<TextBlock> {
  const file = open(path);
  try {
    const before = fstatSync(file);
    const { size } = before;
    const head = Buffer.alloc(4096);
    const start = head.subarray(0, readSync(file, head, 0, head.length, 0));
    const { decode, skip } = decoderFor(start);
    // One buffer for the whole file: what is left of a block moves to its front.
    let buffer = Buffer.allocUnsafe(2 * blockSize);
    let left = 0;
    let position = skip;
    let endsInCr: boolean | null = null;
    for (;;) {
      if (buffer.length < left + blockSize) buffer = Buffer.concat([buffer], left + 2 * blockSize);
      const got = readSync(file, buffer, left, blockSize, position);
      position += got;
      const isLast = got === 0 || position >= size;
      if (isLast && (position < size || isOther(fstatSync(file), before))) throw new FileRefused(changed);
      const bytes = buffer.subarray(0, left + got);
      endsInCr ??= decode === utf8 && hasOnlyCr(bytes, isLast);
      if (endsInCr) for (let at = left; at < bytes.length; at += 1) if (bytes[at] === 13) bytes[at] = 10;
      const { used, ...block } = decode(bytes, isLast);
      yield textBlock(block, position, isLast);
      buffer.copyWithin(0, used, bytes.length);
      left = bytes.length - used;
      if (isLast) return;
    }
  } finally {
    closeSync(file);
  }
}

/** Whether lines end in CR alone, as old Mac programs write them: they are read as if it was LF. */
function hasOnlyCr(bytes: Buffer, isLast: boolean): boolean {
  const first = bytes.indexOf(13);
  return first !== -1 && (isLast || first < bytes.length - 1) && !bytes.includes(10);
}

const changed = 'The file changed while it was read. Import it again: what is stored already is not stored twice.';
const isOther = (now: Stats, before: Stats) => now.size !== before.size || now.mtimeMs !== before.mtimeMs;

function open(path: string): number {
  try {
    const file = openSync(path, 'r');
    if (fstatSync(file).isFile()) return file;
    closeSync(file);
  } catch {
    // Whatever the system says, the person can only choose again.
  }
  throw new FileRefused('The file cannot be read. It may have been moved, or you may not be allowed to open it.');
}

type Decode = (bytes: Buffer, isLast: boolean) => { text: string | null; ascii: Buffer | null; used: number };

/** What is read as bytes is made a text only when that is asked for. */
const textBlock = ({ text, ascii }: Omit<ReturnType<Decode>, 'used'>, bytes: number, isLast: boolean): TextBlock => ({
  ascii,
  bytes,
  isLast,
  get text() {
    return text ?? ascii?.toString('latin1') ?? '';
  },
});

/** How to turn the file's bytes into text, by its first bytes. */
function decoderFor(start: Buffer): { decode: Decode; skip: number } {
  if (start.length === 0) throw new FileRefused('The file is empty.');
  for (const [magic, sentence] of knownKinds) {
    if (magic.every((byte, index) => start[index] === byte)) throw new FileRefused(sentence);
  }
  if (start[0] === 0xff && start[1] === 0xfe) return { decode: utf16('utf-16le'), skip: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { decode: utf16('utf-16be'), skip: 2 };
  if (start.includes(0)) {
    // ASCII letters in UTF-16 without a mark have a zero in every second byte.
    const zeros = [0, 1].map((odd) => start.filter((byte, index) => byte === 0 && index % 2 === odd).length);
    const half = Math.floor(start.length / 2) * 0.8;
    if ((zeros[1] ?? 0) > half && zeros[0] === 0) return { decode: utf16('utf-16le'), skip: 0 };
    if ((zeros[0] ?? 0) > half && zeros[1] === 0) return { decode: utf16('utf-16be'), skip: 0 };
    throw new FileRefused(notText);
  }
  const controls = start.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  if (controls > start.length / 50) throw new FileRefused(notText);
  return { decode: utf8, skip: start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0 };
}

/** Stands where bytes are no UTF-8: half of a surrogate pair, which no UTF-8 text has. U+FFFD, which others put there, may be meant. */
export const notUtf8 = '\uDFFF';

/** Cut after a line break, which is never inside a character, or else before a character that is not whole. */
const utf8: Decode = (bytes, isLast) => {
  const lineBreak = isLast ? bytes.length - 1 : bytes.lastIndexOf(10);
  const used = lineBreak === -1 ? wholeCharacters(bytes) : lineBreak + 1;
  const whole = bytes.subarray(0, used);
  return isAscii(whole) ? { text: null, ascii: whole, used } : { text: textOf(whole), ascii: null, used };
};

/** How many bytes there are before the character at their end, where more of it is to come. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const size = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Marks the lines that are no UTF-8, where there are any. */
function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found + 1;
    const line = bytes.subarray(start, end);
    const text = line.toString('utf8');
    lines.push(isUtf8(line) ? text : text.replaceAll('\uFFFD', notUtf8));
    start = end;
  }
  return lines.join('');
}

function utf16(encoding: 'utf-16le' | 'utf-16be'): Decode {
  const decoder = new TextDecoder(encoding);
  return (bytes, isLast) => ({
    text: decoder.decode(bytes, { stream: !isLast }),
    ascii: null,
    used: bytes.length,
  });
}
