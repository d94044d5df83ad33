import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonValue, jsonSplitter } from './json-values';

/** The values of a text that comes in blocks, and the most that was held between two of them. */
function split(blocks: Iterable<string>): { values: JsonValue[]; mostHeld: number } {
  const splitter = jsonSplitter();
  const values: JsonValue[] = [];
  let mostHeld = 0;
  for (const block of blocks) {
    values.push(...splitter.split(block, false));
    mostHeld = Math.max(mostHeld, splitter.held());
  }
  values.push(...splitter.split('', true));
  return { values, mostHeld };
}

/** A text in blocks of some length, as a file is read. */
const blocksOf = (text: string, size: number) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));

const values = fc.array(
  fc.oneof(fc.object({ maxDepth: 3 }), fc.string(), fc.integer(), fc.constantFrom(null, [], [[{}]])),
);

test('the values of a list are what a parser reads, however it is laid out and wherever its blocks end', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 1, '\t'), fc.integer({ min: 1, max: 40 }), (given, indent, size) => {
      const text = JSON.stringify(given, null, indent);
      const read = split(blocksOf(text, size)).values;
      expect(read.map((value) => JSON.parse(value.text))).toEqual(JSON.parse(text));
      const lines = text.split('\n');
      for (const value of read) expect(lines[value.line - 1]).toContain(value.text.split('\n')[0]);
      expect(read.every(({ problem }) => problem === null)).toBe(true);
    }),
  );
});

test('so are those of an ingest call in bulk', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 1, '\t'), fc.integer({ min: 1, max: 40 }), (given, indent, size) => {
      const text = `\n${JSON.stringify({ events: given }, null, indent)}\n`;
      const read = split(blocksOf(text, size)).values;
      expect(read.map((value) => JSON.parse(value.text))).toEqual(JSON.parse(text).events);
      const lines = text.split('\n');
      for (const value of read) expect(lines[value.line - 1]).toContain(value.text.split('\n')[0]);
      expect(read.every(({ problem }) => problem === null)).toBe(true);
    }),
  );
});

test.each(['{"events":7}', '{"events":{"a":[1]}}', '{"event', '{"event_name":"a","events":[1]}', '{ "eve nts":[1]}'])(
  'another object is a line: %s',
  (text) => {
    for (const size of [1, 5, 100]) {
      expect(split(blocksOf(text, size)).values).toEqual([{ line: 1, place: '1', text, problem: null }]);
    }
  },
);

test('what stands behind an ingest call in bulk is told, and where it is cut off', () => {
  const problems = (text: string) => split([text]).values.flatMap(({ problem }) => problem ?? []);
  expect(problems('{"events":[1],"more":2}')).toEqual(['There is text after the end of the list, which is not read']);
  expect(problems('{"events":[1]}}')).toEqual(['There is text after the end of the list, which is not read']);
  expect(problems('{"events":[1,')).toEqual(['The list does not end: this file may have been cut off here']);
});

test('lines are values, and a line that is longer than any is read value by value', () => {
  const event = JSON.stringify({ event_name: 'used', note: '}"{'.repeat(20) });
  const many = 40_000;
  const text = `${event}\n\n${event.repeat(many)}\noops no\n${event} `;
  const { values: read, mostHeld } = split(blocksOf(text, 100_000));
  expect(text.length).toBeGreaterThan(4_000_000);
  expect(mostHeld).toBeLessThan(1_200_000);
  expect(read.slice(0, 3).map(({ line, place }) => [line, place])).toEqual([
    [1, '1'],
    [3, '3'],
    [3, '3.2'],
  ]);
  expect(read.slice(-3)).toEqual([
    { line: 3, place: `3.${many}`, text: event, problem: null },
    { line: 4, place: '4', text: 'oops no', problem: null },
    { line: 5, place: '5', text: event, problem: null },
  ]);
  expect(read).toHaveLength(many + 3);
});

test('of a list on one line no more is held than its longest value, however long it is', () => {
  function* blocks() {
    yield '[';
    for (let block = 0; block < 200; block += 1) yield '{"a":[1,{"b":"]"}]},'.repeat(10_000);
    yield '{}]';
  }
  const { values: read, mostHeld } = split(blocks());
  expect(read).toHaveLength(2_000_001);
  expect(mostHeld).toBeLessThan(100);
});

test.each([
  ['[1,{"a":"b', ['1'], '{"a":"b'],
  ['[1,{"a":2', ['1'], '{"a":2'],
  ['[1,tru', ['1'], 'tru'],
  ['[1,2,', ['1', '2'], ''],
  ['[1,{"a":"b\n', ['1', '{"a":"b'], ''],
])('a list that is cut off is told once, with the value that it is cut off in: %j', (text, whole, cut) => {
  const { values: read } = split(blocksOf(text, 4));
  expect(read.filter(({ problem }) => problem === null).map((value) => value.text)).toEqual(whole);
  expect(read.filter(({ problem }) => problem !== null)).toMatchObject([
    { text: cut, problem: 'The list does not end: this file may have been cut off here' },
  ]);
});

test('nor is one told again that was told to be too long', () => {
  function* blocks() {
    yield '["';
    for (let block = 0; block < 21; block += 1) yield 'a'.repeat(500_000);
  }
  expect(split(blocks()).values).toHaveLength(1);
});

test.each(['[', ''])(
  'a value that never ends is told, and no more of it is held than a value may have: %s',
  (start) => {
    function* blocks() {
      yield `${start}{"event_name":"`;
      for (let block = 0; block < 100; block += 1) yield 'a'.repeat(500_000);
      yield `"}${start === '' ? '' : ',1]'}`;
    }
    const { values: read, mostHeld } = split(blocks());
    expect(read[0]).toMatchObject({ line: 1, problem: 'This event is longer than 10,000,000 characters' });
    expect(read.slice(1).map(({ text }) => text)).toEqual(start === '' ? [] : ['1']);
    expect(mostHeld).toBeLessThan(10_600_000);
  },
);
