import type { ExplainStep, ExplainWalk } from '@shared/entities/report';
import { CopyButton } from '../../../components/copy-button';
import { formatMoment } from '../../../format/date';
import { formatMoney } from '../../../format/money';
import { formatNumber, type Unit } from '../../../format/quantity';
import {
  bucketFigures,
  bucketName,
  bucketZoneText,
  cutText,
  otherBucketsText,
  quantityText,
  walkName,
  walkText,
  zoneText,
} from './explanation-text';

interface Props {
  walk: ExplainWalk;
  currency: string;
  unit: Unit;
  /** See countedName. */
  counted: string;
  zone: string;
  isOnly: boolean;
}

/** One line item: when it charges, what it counts, and the walk through the tiers to its cost. */
export function CostWalk({ walk, currency, unit, counted, zone, isOnly }: Props) {
  const money = (amount: string) => formatMoney(amount, currency);
  const name = walkName(walk);
  const buckets = walk.buckets.map((bucket) => ({ bucket, begin: bucketName(bucket, walk, zone) }));
  return (
    <section className={`flex flex-col gap-2 ${isOnly ? '' : 'border-t border-line pt-3'}`}>
      <div className="flex items-start justify-between gap-2">
        <h4 className="min-w-0 text-14 font-semibold break-words">
          {name}: {money(walk.total_cost)}
        </h4>
        <CopyButton
          text={`${walkText(walk, currency, unit, zone)} ${zoneText([walk], zone)}`}
          label={`Copy how the cost of ${name} was computed`}
        />
      </div>
      <p className="text-14 text-secondary">
        Line item charged from {formatMoment(walk.from, { zone })} to {formatMoment(walk.to, { zone })}.{' '}
        {[...walk.cuts.map((cut) => cutText(cut, zone)), quantityText(walk, unit)].join(' ')}
      </p>
      {walk.steps.length > 0 && (
        <StepTable label={`Tier walk of ${name}`} steps={walk.steps} counted={counted} money={money} />
      )}
      {bucketZoneText(walk, zone) && <p className="text-14 text-secondary">{bucketZoneText(walk, zone)}</p>}
      {buckets.length > 0 && (
        <ul className="flex flex-col gap-3">
          {buckets.map(({ bucket, begin }) => (
            <li key={`${bucket.start_time} ${bucket.group}`} className="flex flex-col gap-1">
              <p className="text-14">
                {begin}: {bucketFigures(bucket, currency, unit)}
              </p>
              <StepTable label={`Tier walk of ${begin}`} steps={bucket.steps} counted={counted} money={money} />
            </li>
          ))}
        </ul>
      )}
      {walk.other_buckets.count > 0 && <p className="text-14 text-secondary">{otherBucketsText(walk, currency)}.</p>}
      {walk.rounding && <p className="text-14 text-secondary">{walk.rounding.sentence}.</p>}
      {walk.commitment && <p className="text-14 text-secondary">{walk.commitment.sentence}.</p>}
    </section>
  );
}

interface StepsProps {
  label: string;
  steps: readonly ExplainStep[];
  counted: string;
  money(amount: string): string;
}

const cell = 'px-2 py-1.5 text-right';

/** units × unit amount + flat amount = cost, a line per tier; what is beyond the last one is free. */
export function StepTable({ label, steps, counted, money }: StepsProps) {
  const hasTiers = steps.some((step) => step.tier_index !== null);
  const hasFlat = steps.some((step) => step.flat_amount !== '0');
  return (
    <div className="rounded-control border border-line">
      <table className="w-full text-14">
        <caption className="sr-only">{label}</caption>
        <thead className="text-13 text-muted">
          <tr className="[&>th]:bg-sunken [&>th:first-child]:rounded-tl-control [&>th:last-child]:rounded-tr-control">
            {hasTiers && (
              <th scope="col" className="px-2 py-1.5 text-left font-medium">
                Tier
              </th>
            )}
            <th scope="col" className={`${cell} font-medium`}>
              {counted}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              × Unit amount
            </th>
            {hasFlat && (
              <th scope="col" className={`${cell} font-medium`}>
                + Flat amount
              </th>
            )}
            <th scope="col" className={`${cell} font-medium`}>
              = Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={`${step.tier_index} ${step.sentence}`} className="border-t border-line">
              {hasTiers && <td className="px-2 py-1.5">{step.tier_index === null ? 'beyond' : step.tier_index + 1}</td>}
              <td className={cell}>{formatNumber(step.units)}</td>
              <td className={cell}>{money(step.unit_amount)}</td>
              {hasFlat && <td className={cell}>{money(step.flat_amount)}</td>}
              <td className={`${cell} font-medium`}>{money(step.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
