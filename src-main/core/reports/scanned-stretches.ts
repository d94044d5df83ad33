import type { MeterFacts } from '../analytics/charged-prices';
import { giveUp } from '../store/give-up';
import type { Store } from '../store/open';
import { type EventStretch, eventText } from '../usage/event-texts';
import { eventScan, type FactCodes, headOf, type ScannedEvents, scannedEvents, slicedEvents } from './scan-events';
import type { FoundScan } from './scan-thread';
import { type ScanBeside, scansBeside } from './scans-beside';

/** What a helping thread is asked for at once: what it is at, and what it goes on with. */
const askedAtOnce = 2;
/** Stretches of one meter that are scanned or asked for and cannot be told yet. */
const mostWaiting = 4;

/** Stretches of events of a meter that are to be told in their order. */
export interface ScanPlan<Stretch extends EventStretch> {
  meter: MeterFacts;
  stretches: Iterator<Stretch>;
}

type Found = Readonly<ScannedEvents> | null;

/** What has been done of a plan. */
interface Run<Stretch extends EventStretch> {
  plan: ScanPlan<Stretch>;
  /** The first stretch that nobody was asked for. */
  next: IteratorResult<Stretch>;
  /** In their order. */
  waiting: { stretch: Stretch; found: Found; beside?: ScanBeside }[];
  scan: ReturnType<typeof eventScan> | null;
}

let readings = 0;

/**
 * Scans the stretches of one plan after the other and tells what is in each; null are those without events. Where a thread
 * helps, both scan, and go on with the plan that will be asked for `next` while the last of this one is waited for. What is
 * told is good until the next. `checkpoint` throws when nobody waits any more.
 */
export function stretchScanner<Stretch extends EventStretch>(
  store: Pick<Store, 'sqlite'>,
  codes: FactCodes,
  checkpoint?: () => void,
): (plan: ScanPlan<Stretch>, next: () => ScanPlan<Stretch> | null) => Generator<[Stretch, Found]> {
  const { name } = codes;
  const beside = scansBeside(store);
  const columns = scannedEvents();
  readings += 1;
  const reading = readings;
  /** What the codes of the thread that helps are here. */
  let ownCodes: number[] = [];
  let asked = 0;
  let ahead: Run<Stretch> | null = null;

  const begin = (plan: ScanPlan<Stretch>): Run<Stretch> => ({
    plan,
    next: plan.stretches.next(),
    waiting: [],
    scan: null,
  });

  function ask(run: Run<Stretch>): void {
    const { plan, waiting } = run;
    while (!run.next.done && asked < askedAtOnce && waiting.length < mostWaiting) {
      const stretch = run.next.value;
      const scan = beside?.ask({ reading, name, meter: plan.meter, stretch: plain(stretch) });
      if (!scan) return;
      asked += 1;
      waiting.push({ stretch, found: null, beside: scan });
      run.next = plan.stretches.next();
    }
  }

  function take(scan: ScanBeside): Found | undefined {
    const found = scan.take();
    asked -= 1;
    return found ? owned(found) : undefined;
  }

  function owned({ scanned, values, isAnew }: FoundScan): Found {
    if (isAnew) ownCodes = [];
    for (const value of values) ownCodes.push(codes.codeOf(value));
    const all = scanned?.codes ?? [];
    for (let at = 0; at < all.length; at += 1) all[at] = ownCodes[all[at] ?? 0] ?? 0;
    return scanned;
  }

  function scanHere(run: Run<Stretch>, stretch: Stretch): Found {
    checkpoint?.();
    run.scan ??= eventScan(run.plan.meter, codes, columns);
    const text = eventText(store.sqlite, stretch, headOf(name));
    if (!text) return null;
    const found = run.scan(text);
    giveUp(text.bytes);
    return found;
  }

  /** Scans the next stretch of a plan before those that are waited for are there. */
  function scanAhead(run: Run<Stretch>, stretch: Stretch): void {
    const found = scanHere(run, stretch);
    run.waiting.push({ stretch, found: found && slicedEvents(found) });
    run.next = run.plan.stretches.next();
  }

  return function* tell(plan, next) {
    const run = ahead?.plan === plan ? ahead : begin(plan);
    // Their values have to be known, whatever becomes of them.
    if (ahead !== run) for (const { beside: scan } of ahead?.waiting ?? []) if (scan) take(scan);
    ahead = null;
    for (;;) {
      ask(run);
      const [first] = run.waiting;
      if (!first && run.next.done) return;
      if (!first && !run.next.done) {
        const stretch = run.next.value;
        yield [stretch, scanHere(run, stretch)];
        run.next = plan.stretches.next();
        continue;
      }
      if (!first) return;
      if (first.beside && !first.beside.isThere()) {
        if (run.next.done && !ahead) {
          const following = next();
          ahead = following && begin(following);
        }
        const other = run.next.done ? ahead : run;
        if (other) ask(other);
        if (other && !other.next.done && other.waiting.length < mostWaiting) {
          scanAhead(other, other.next.value);
          continue;
        }
      }
      run.waiting.shift();
      const found = first.beside ? take(first.beside) : first.found;
      yield [first.stretch, found === undefined ? scanHere(run, first.stretch) : found];
    }
  };
}

/** What a thread is to know of a stretch. */
const plain = ({ event_name, from, to, before }: EventStretch): EventStretch => ({ event_name, from, to, before });
