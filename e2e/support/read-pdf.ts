import { inflateSync } from 'node:zlib';

interface ReadPdf {
  title: string;
  /** The text of every page, in drawing order, without the gaps between words that the layout makes. */
  pages: string[];
  /** What is drawn on every page: PDF operators. */
  drawings: string[];
  /** Width and height of the first page in points. */
  size: [width: number, height: number];
}

/** Reads what Chromium writes as a PDF: objects one by one, text by way of the fonts' own tables of characters. */
export function readPdf(bytes: Buffer): ReadPdf {
  const source = bytes.toString('latin1');
  if (!source.startsWith('%PDF-')) throw new Error('This is no PDF');
  const objects = new Map(
    [...source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]),
  );
  const objectOf = (id: string | undefined) => (id === undefined ? '' : (objects.get(id) ?? ''));
  const streamOf = (id: string | undefined) => {
    const [head = '', data] = objectOf(id).split(/stream\r?\n/, 2);
    const raw = Buffer.from(data?.replace(/\r?\nendstream$/, '') ?? '', 'latin1');
    return (head.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
  };
  const letters = new Map<string, Map<string, string>>();
  for (const [, name = '', id] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objectOf(id))?.[1];
    if (table) letters.set(name, lettersOf(streamOf(table)));
  }
  // A page refers to its kids' order from the root; Chromium writes pages in order.
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  const drawings = pages.map((page) => {
    const refs = /\/Contents (?:\[([^\]]*)\]|(\d+ 0 R))/.exec(page);
    const ids = [...(refs?.[1] ?? refs?.[2] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id]) => id);
    return ids.map(streamOf).join('\n');
  });
  const [width = 0, height = 0] = (/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pages[0] ?? '') ?? [])
    .slice(1)
    .map(Number);
  return {
    title: textOfString(/\/Title (\([^)]*\)|<[^>]*>)/.exec(source)?.[1] ?? ''),
    pages: drawings.map((drawing) => textOf(drawing, letters)),
    drawings,
    size: [width, height],
  };
}

/** Glyph number in hex -> characters. */
function lettersOf(table: string): Map<string, string> {
  const found = new Map<string, string>();
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', to = ''] of block.matchAll(/<(\w+)> <(\w+)>/g)) found.set(glyph.toLowerCase(), text(to));
  }
  for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', start = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      const first = Number.parseInt(from, 16);
      for (let glyph = first; glyph <= Number.parseInt(to, 16); glyph += 1) {
        const letter = String.fromCodePoint(Number.parseInt(start, 16) + glyph - first);
        found.set(glyph.toString(16).padStart(from.length, '0'), letter);
      }
    }
  }
  return found;
}

function textOf(drawing: string, letters: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined;
  let text = '';
  for (const [token, name, hex] of drawing.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\bET\b/g)) {
    if (name) font = letters.get(name);
    else if (hex)
      text += glyphsOf(hex, font)
        .map((glyph) => font?.get(glyph) ?? '?')
        .join('');
    else if (token === 'ET') text += ' ';
  }
  return text.replace(/\s+/g, ' ').trim();
}

/** One byte each, or two in a font of many. */
function glyphsOf(hex: string, font: ReadonlyMap<string, string> | undefined): string[] {
  const [known = '00'] = font?.keys() ?? [];
  return hex.toLowerCase().match(known.length === 4 ? /.{4}/g : /../g) ?? [];
}

function textOfString(written: string): string {
  if (written.startsWith('(')) return written.slice(1, -1);
  const bytes = Buffer.from(written.slice(1, -1), 'hex');
  return bytes[0] === 0xfe ? bytes.subarray(2).swap16().toString('utf16le') : bytes.toString('latin1');
}
