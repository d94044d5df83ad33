import type { Calendar } from '@shared/rules/windows';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import type { chargesOf } from '../analytics/charges';
import type { EventFilter } from './event-filter';

/** Epoch milliseconds, [from, to). */
export interface Range {
  from: number;
  to: number;
}

/** What a report asks of the usage. */
export interface Question {
  environment_id: string;
  calendar: Calendar;
  /** Epoch milliseconds, [from, to). */
  from: number;
  to: number;
  /** Window starts, ascending; the first may lie before `from`. None, or a single one, when only totals are wanted. */
  windows: readonly number[];
  /** Tells every bucket of a bucketed meter apart, by when it begins or begins to be charged, instead of by `windows`. */
  byBucket?: boolean;
  /** Whether windows are whole days or longer, so that daily roll-ups can fill them. */
  wholeDays: boolean;
  prices: readonly ChargedPrice[];
  /** Meters whose uncharged usage is wanted; none when filters make the question meaningless. */
  unchargedMeters: readonly MeterFacts[];
  /** Numbers of the event table; null means everybody. */
  customers: readonly number[] | null;
  /** The only ones whose line items are told; null or absent where their numbers say as much. */
  customerIds?: ReadonlySet<string> | null;
  /** Keeps line items apart instead of adding linear prices up. */
  perLineItem: boolean;
  /** Which events count. Null or absent: all of them. */
  filter?: EventFilter | null;
  /** Tells the uncharged usage of every customer too. */
  unchargedPerCustomer?: boolean;
  /** Called now and then by long reads; throws when nobody waits for the answer any more. */
  checkpoint?: (() => void) | undefined;
  /** Told how much is read, from 0 to 1, as reading goes on. */
  tellRead?: ((share: number) => void) | undefined;
  /** The range is a window of this longer one: commitments to line items in all are that one's, and so are buckets. */
  ofRange?: Range | null;
  /** Settles line items under commitments to every window; absent: their usage alone. */
  byWindowCommitment?: boolean;
  /** Line items other than the stored ones; such a question keeps them apart. */
  chargesOf?: typeof chargesOf;
}
