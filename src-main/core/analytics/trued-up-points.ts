import type { UsageInput } from '@shared/entities/analytics';
import { invalid } from '@shared/errors';
import type { Windowing } from '@shared/rules/anchored-months';
import type { Charge } from './charges';
import { coarserWindow } from './window-size';
import { toEveryWindow } from './windowed-commitment';

/** More windows than any answer should hold: two months of minutes. */
export const mostPoints = 100_000;

/**
 * Refuses windows that would be told though nobody used anything in them, because a commitment to every bucket is trued
 * up there, when they are too many. All others are no more than there are events.
 */
export function refuseTooManyPoints(
  charges: readonly Charge[],
  window_size: UsageInput['window_size'],
  windowingOf: (charge: Charge) => Windowing,
): void {
  if (!window_size) return;
  let points = 0;
  for (const charge of charges) {
    const size = coarserWindow(window_size, charge.price.meter.aggregation.bucket_size);
    if (!size || !toEveryWindow(charge)?.commitment.true_up_enabled) continue;
    points += windowingOf(charge).countWindows(size, charge.from, charge.to);
  }
  if (points <= mostPoints) return;
  const most = mostPoints.toLocaleString('en-US');
  throw invalid(
    `This would be more than ${most} windows. Please choose a shorter range or longer windows`,
    'window_size',
    { most_windows: mostPoints },
  );
}
