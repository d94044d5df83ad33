import type { MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { MeterFacts } from '../analytics/charged-prices';
import { giveUp } from '../store/give-up';
import { type EventStretch, eventText } from '../usage/event-texts';
import { sourceNames } from '../usage/raw-usage';
import { buffersOf, eventScan, headOf, type ScannedEvents, scannedEvents, slicedEvents } from './scan-events';

/** What a thread that scans events for another one is started with. */
export interface ScanThreadData {
  /** The database file. */
  file: string;
  scanEvents: {
    /** Where it answers; requests come there, too. */
    port: MessagePort;
    /** Counts its answers, for whoever waits for the next. */
    answers: Int32Array<SharedArrayBuffer>;
  };
}

/** The events of a stretch, for one reading of usage by one fact. */
export interface AskedScan {
  reading: number;
  /** `source`, or `properties.` and a name. */
  name: string;
  meter: MeterFacts;
  stretch: EventStretch;
}

/** To that thread: a snapshot begins, known by its number, or ends, or events are to be scanned in it. */
export type ToScanThread = { begin: number } | 'end' | ({ id: number } & AskedScan);

/** What was found: null where there are no events. */
export interface FoundScan {
  id: number;
  reading: number;
  scanned: ScannedEvents | null;
  /** Values that come for the first time; a code is the place of a value among those of the reading. */
  values: (string | null)[];
  /** Earlier values are forgotten: the first of these has code 0. */
  isAnew: boolean;
}

/** From it: it is in that snapshot; what it found; or that it cannot go on. */
export type FromScanThread = { begun: number } | FoundScan | { broken: string };

/** More values than these are forgotten, lest they fill the memory twice. */
const mostValues = 10_000;

/** Scans events on a connection of its own, in the order in which they are asked for. */
export function runScanThread({ file, scanEvents: { port, answers } }: ScanThreadData): void {
  const sqlite = new Database(file, { readonly: true, fileMustExist: true });
  sqlite.pragma('cache_size = -2048');
  let reading: ReturnType<typeof readingOn> | null = null;

  function answer(message: FromScanThread, transfer: ArrayBuffer[] = []) {
    port.postMessage(message, transfer);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  }

  function answerTo(message: ToScanThread) {
    if (message === 'end') {
      reading = null;
      if (sqlite.inTransaction) sqlite.exec('commit');
    } else if ('begin' in message) {
      // A snapshot begins with the first thing that is read in it.
      sqlite.exec('begin; select 1 from events limit 1');
      answer({ begun: message.begin });
    } else {
      if (reading?.number !== message.reading) reading = readingOn(sqlite, message);
      const found = reading.scan(message);
      answer({ id: message.id, reading: reading.number, ...found }, found.scanned ? buffersOf(found.scanned) : []);
    }
  }

  port.on('message', (message: ToScanThread) => {
    try {
      answerTo(message);
    } catch (error) {
      answer({ broken: String(error) });
    }
  });
  port.on('close', () => sqlite.close());
}

function readingOn(sqlite: Database.Database, { reading: number, name }: AskedScan) {
  const sources = sourceNames(sqlite);
  const codes = new Map<string | null, number>();
  let values: (string | null)[] = [];
  function codeOf(value: string | null): number {
    let code = codes.get(value);
    if (code === undefined) {
      code = codes.size;
      codes.set(value, code);
      values.push(value);
    }
    return code;
  }
  const factCodes = { name, codeOf, codeOfSource: (source: number) => codeOf(sources(source) || null) };
  const columns = scannedEvents();
  // Meters come one after another.
  let current: { meter: number; scan: ReturnType<typeof eventScan> } | null = null;

  return {
    number,
    scan({ meter, stretch }: AskedScan): Pick<FoundScan, 'scanned' | 'values' | 'isAnew'> {
      const isAnew = codes.size > mostValues;
      if (isAnew) codes.clear();
      values = [];
      // It knows the codes of values, too.
      if (isAnew || current?.meter !== meter.number) {
        current = { meter: meter.number, scan: eventScan(meter, factCodes, columns) };
      }
      const text = eventText(sqlite, stretch, headOf(name));
      const scanned = text && slicedEvents(current.scan(text));
      if (text) giveUp(text.bytes);
      return { scanned, values, isAnew };
    },
  };
}
