import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import type { Tx } from '../store/write';
import { catalogChanged } from './catalog-version';
import { type LineItemWindow, windowsOfPrices, windowsOfSubscriptions, windowsWithout } from './charge-windows';
import { eventSlices } from './event-slices';
import { type MeterUsageRule, meterRule, metersOf } from './meter-rules';
import { addPriceDays, rebuildPriceDays } from './price-days';
import { rawUsage } from './raw-usage';
import { rollUp } from './roll-up';
import { usageEnvironment } from './usage-environment';

/**
 * Builds the roll-ups of a meter that has just been created or whose filters changed, from the raw events already
 * stored. Part of the same transaction as the change. Refuses one that cannot count what is there.
 */
export function usageOfMeter({ sqlite }: Pick<Tx, 'sqlite'>, meterId: string): void {
  catalogChanged(sqlite);
  const meter = meterRule(sqlite, meterId);
  refuseUncountable(sqlite, meter);
  rebuildMeterDays(sqlite, meter);
  const charging = sqlite
    .prepare('select number from prices where id in (select price_id from line_items where meter_id = ?)')
    .pluck()
    .all(meterId) as number[];
  rebuildPriceDays(sqlite, usageEnvironment(sqlite, meter.environment_id), charging);
}

/**
 * Moves usage by price to what these prices charge for after line items of theirs were added, ended or moved, in the same
 * transaction; `before` is what they charged for. Reads only the days that are no longer, or only now, charged for: a version
 * that begins tomorrow touches none of all that was used.
 */
export function usageOfPrices(
  tx: Pick<Tx, 'sqlite' | 'context'>,
  priceIds: readonly string[],
  before: readonly LineItemWindow[],
): void {
  moveUsage(tx, before, windowsOfPrices(tx.sqlite, priceIds));
}

/**
 * Moves usage by price to what subscriptions charge for after they were moved, ended or taken out, in the same
 * transaction; `before` is what they charged for. Reads only the days that are no longer, or only now, charged for.
 */
export function usageOfMovedSubscriptions(
  tx: Pick<Tx, 'sqlite' | 'context'>,
  subscriptionIds: readonly string[],
  before: readonly LineItemWindow[],
): void {
  moveUsage(tx, before, windowsOfSubscriptions(tx.sqlite, subscriptionIds));
}

/** Moves usage by price from what was charged for to what is. */
function moveUsage(
  { sqlite, context }: Pick<Tx, 'sqlite' | 'context'>,
  before: readonly LineItemWindow[],
  after: readonly LineItemWindow[],
): void {
  catalogChanged(sqlite);
  const environment = usageEnvironment(sqlite, context.environment_id);
  addPriceDays(sqlite, environment, windowsWithout(before, after), -1);
  addPriceDays(sqlite, environment, windowsWithout(after, before), 1);
}

/**
 * Adds the usage that new subscriptions charge for, in the same transaction: cheaper than rebuilding their prices, which
 * thousands of other subscriptions may share.
 */
export function usageOfNewSubscriptions(
  { sqlite, context }: Pick<Tx, 'sqlite' | 'context'>,
  subscriptionIds: readonly string[],
): void {
  catalogChanged(sqlite);
  const environment = usageEnvironment(sqlite, context.environment_id);
  addPriceDays(sqlite, environment, windowsOfSubscriptions(sqlite, subscriptionIds), 1);
}

/** Rebuilds every roll-up of an environment whose time zone changed: its days are cut elsewhere now. */
export function usageOfEnvironment({ sqlite }: Pick<Tx, 'sqlite'>, environmentId: string): void {
  catalogChanged(sqlite);
  for (const meter of metersOf(sqlite, environmentId)) rebuildMeterDays(sqlite, meter);
  const prices = sqlite
    .prepare("select number from prices where environment_id = ? and type = 'USAGE'")
    .pluck()
    .all(environmentId) as number[];
  rebuildPriceDays(sqlite, usageEnvironment(sqlite, environmentId), prices);
}

/**
 * Archives a meter's counting, in the same transaction: it counts no event from now on, and keeps what it counted. Its
 * moment lies after that of every event so far, whatever the clock says; the events to come do not lie before it. Of a
 * meter that is archived already nothing changes: what came in since was not counted.
 */
export function usageEnds({ sqlite, now }: Pick<Tx, 'sqlite' | 'now'>, meterId: string): void {
  catalogChanged(sqlite);
  const last = `select ingested_at + 1 from event_names n
    where n.environment_id = meters.environment_id and n.name = meters.event_name`;
  sqlite
    .prepare(`update meters set archived_at = max(?, coalesce((${last}), 0)) where id = ? and archived_at is null`)
    .run(Date.parse(now), meterId);
}

/** Refuses a meter that reads, from an event already stored, a number too big to be counted. */
function refuseUncountable(
  sqlite: Database.Database,
  { environment_id, event_name, field, uncountable, counts }: MeterUsageRule,
) {
  if (field === null) return;
  for (const { event_id, properties, ingested_at } of rawUsage(sqlite, { environment_id, event_name, ...allTime })) {
    if (!counts(ingested_at)) continue;
    const value = uncountable(properties);
    if (value === null) continue;
    throw invalid(
      `The event ${event_id} has a number in “${field}” that is too big to be counted: at most 15 digits before the point are. Send that event again with another number, or measure another property.`,
      'aggregation.field',
      { event_id, value: value.slice(0, 200) },
    );
  }
}

const allTime = { start: Number.MIN_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };

const keptByDay = [
  'usage_days',
  'usage_day_totals',
  'usage_day_picks',
  'usage_day_uniques',
  'usage_fact_days',
  'usage_told_days',
  'usage_told_parts',
];

/** Counts a meter's days anew from its raw events, without the prices that charge for it. */
function rebuildMeterDays(sqlite: Database.Database, meter: MeterUsageRule): void {
  for (const table of keptByDay) sqlite.prepare(`delete from ${table} where meter = ?`).run(meter.number);
  if (!meter.additive && !meter.picks && !meter.uniqueOf) return;
  const { environment_id, event_name } = meter;
  const usage = rollUp(sqlite, usageEnvironment(sqlite, environment_id), { meters: [meter], prices: false });
  for (const slice of eventSlices(sqlite, environment_id, event_name)) {
    for (const event of rawUsage(sqlite, { environment_id, event_name, ...slice })) {
      usage.count({ ...event, event_name }, 1);
    }
    usage.write();
  }
}
