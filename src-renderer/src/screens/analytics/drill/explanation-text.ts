import type { ExplainBucket, ExplainCut, ExplainWalk, Explanation } from '@shared/entities/report';
import { formatMoment, formatMomentAmong } from '../../../format/date';
import { formatMoney } from '../../../format/money';
import { countText, formatQuantity, type Unit } from '../../../format/quantity';

const sentence = (text: string) => (/[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Whose part of the cost a walk is. */
export const walkName = (walk: ExplainWalk): string => {
  const name = walk.customer_name || walk.external_customer_id;
  return walk.part === '' ? name : `${name}, ${walk.part}`;
};

const reasons: Record<ExplainCut['reason'], string> = {
  subscription_began: 'the subscription began',
  price_took_over: 'this price took over',
  subscription_cancelled: 'the subscription was cancelled',
  subscription_ended: 'the subscription ended',
  price_ended: 'this price ended',
  line_item_ended: 'its line item ended',
};

/** "Charged until Mar 7, 2026, when this price ended." */
export const cutText = ({ edge, at, reason }: ExplainCut, zone: string): string =>
  `Charged ${edge === 'start' ? 'from' : 'until'} ${formatMoment(at, { zone })}, when ${reasons[reason]}.`;

/** "Version 2 of 3, valid from Mar 1, 2026 until Apr 1, 2026, 9:00 AM." */
export function versionText({ version, price_from, price_to }: Explanation, zone: string): string {
  const until = price_to === null ? '' : ` until ${formatMoment(price_to, { zone })}`;
  return `Version ${version.number} of ${version.count}, valid from ${formatMoment(price_from, { zone })}${until}.`;
}

/** "3 events came to 31,451 GPU hours." */
export const quantityText = ({ event_count, total_usage }: ExplainWalk, unit: Unit): string =>
  `${countText(event_count, 'event', 'events')} came to ${formatQuantity(total_usage, unit)}.`;

/** What moments are given in; said once, so that each of them need not, unless buckets have a zone of their own. */
export const zoneText = (walks: readonly ExplainWalk[], zone: string): string =>
  walks.every((walk) => bucketZoneText(walk, zone) === '')
    ? `All times are those of ${zone}.`
    : `Times are those of ${zone} unless another zone is named.`;

/** Which zone the buckets of a line item have; "" when it is that of everything else. */
export const bucketZoneText = ({ bucket_zone, buckets }: ExplainWalk, zone: string): string =>
  bucket_zone === null || bucket_zone === zone || buckets.length === 0
    ? ''
    : `Buckets are those of the customer’s time zone, ${bucket_zone}, and begin at these times there:`;

/** "Nov 10, 2026, eu-west-1", in the zone that cuts the buckets, or else in the one given. */
export function bucketName({ start_time, group }: ExplainBucket, walk: ExplainWalk, zone: string): string {
  const others = walk.buckets.map((other) => other.start_time);
  const begin = formatMomentAmong(start_time, others, { zone: walk.bucket_zone ?? zone });
  return group ? `${begin}, ${group}` : begin;
}

/** "Nov 10, 2026, eu-west-1: 12 GB, $1.20." */
const bucketText = (bucket: ExplainBucket, walk: ExplainWalk, currency: string, unit: Unit, zone: string): string =>
  `${bucketName(bucket, walk, zone)}: ${bucketFigures(bucket, currency, unit)}`;

/** "12 GB, $1.20", what a bucket comes to. */
export const bucketFigures = ({ usage, cost }: ExplainBucket, currency: string, unit: Unit): string =>
  `${formatQuantity(usage, unit)}, ${formatMoney(cost, currency)}`;

/** "12 other buckets: $3.40", of those that are not told one by one. */
export const otherBucketsText = ({ other_buckets: { count, cost } }: ExplainWalk, currency: string): string =>
  `${countText(count, 'other bucket', 'other buckets')}: ${formatMoney(cost, currency)}`;

/** What the lines of a walk count: units, or at a package price the packages that they fill. */
export const countedName = ({ billing_model, unit_plural }: Explanation): string =>
  billing_model === 'PACKAGE' ? 'Packages' : unit_plural || 'Units';

/** How one line item's cost came about, in sentences. */
export function walkText(walk: ExplainWalk, currency: string, unit: Unit, zone: string): string {
  const { rounding, commitment } = walk;
  return [
    `${walkName(walk)}: ${quantityText(walk, unit)}`,
    ...walk.cuts.map((cut) => cutText(cut, zone)),
    ...walk.steps.map((step) => step.sentence),
    ...[bucketZoneText(walk, zone)].filter((text) => text !== ''),
    ...walk.buckets.map((bucket) => bucketText(bucket, walk, currency, unit, zone)),
    ...(walk.other_buckets.count > 0 ? [otherBucketsText(walk, currency)] : []),
    ...(rounding ? [rounding.sentence] : []),
    ...(commitment ? [commitment.sentence] : []),
    `Cost: ${formatMoney(walk.total_cost, currency)}`,
  ]
    .map(sentence)
    .join(' ');
}

/** The whole explanation as text to copy: what is charged, at what terms, and every step shown. */
export function explanationText(explanation: Explanation, zone: string): string {
  const { currency, feature_name, plan_name, total_usage, total_cost, others } = explanation;
  const unit = { unit_singular: explanation.unit, unit_plural: explanation.unit_plural };
  const quantity = formatQuantity(total_usage, unit);
  const rest =
    others.count > 0 ? [`${others.count} more line items: ${formatMoney(others.total_cost, currency)}.`] : [];
  return [
    `${feature_name}${plan_name && ` on ${plan_name}`}: ${quantity} cost ${formatMoney(total_cost, currency)}.`,
    versionText(explanation, zone),
    ...explanation.terms_sentences.map(sentence),
    ...explanation.meter_sentences.map(sentence),
    ...explanation.walks.map((walk) => walkText(walk, currency, unit, zone)),
    ...rest,
    zoneText(explanation.walks, zone),
  ].join('\n');
}
