import type { WhatIfCustomer, WhatIfTotal } from '@shared/entities/what-if';
import type { PricingTerms } from '@shared/rules/pricing';
import { ArrowRight } from 'lucide-react';
import { useId } from 'react';
import { useApiQuery } from '../../../door/use-api';
import { formatDateTime } from '../../../format/date';
import { formatMoney } from '../../../format/money';
import { countText, formatCount } from '../../../format/quantity';
import { RangePicker } from '../../analytics/report-toolbar';
import { updateOfTerms } from '../../what-if/change-of-terms';
import { signedMoney, signedPercent } from '../../what-if/signed-money';
import { useImpactRange } from './impact-range';
import { useSettled } from './use-settled';

interface Props {
  price: { id: string; currency: string };
  /** Null while the new terms are not complete. */
  terms: PricingTerms | null;
  /** A version from a past moment prices the usage since then only; null when it starts later. */
  since?: string | null;
}

/** What usage that is already here would have cost under terms that are not saved yet. Follows the typing. */
export function ImpactPanel({ price, terms, since = null }: Props) {
  const headingId = useId();
  const range = useImpactRange(since);
  const { start_time, end_time, hasUsage } = range;
  const settled = useSettled(terms);
  const isEmpty = start_time >= end_time;
  const answer = useApiQuery(
    'whatIf.compare',
    {
      start_time,
      end_time,
      changes: settled ? [{ kind: 'edit_price', update: updateOfTerms(price.id, settled) }] : [],
      scope: 'changes',
    },
    { enabled: settled !== null && hasUsage === true && !isEmpty },
  );
  const total = answer.data?.totals.find(({ currency }) => currency === price.currency);
  const isStale = answer.isPlaceholderData || JSON.stringify(terms) !== JSON.stringify(settled);
  return (
    <section
      aria-labelledby={headingId}
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line bg-sunken p-3"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={headingId} className="text-14 font-semibold">
          Impact on past usage
        </h3>
        <RangePicker presets={range.presets} range={range.range} onRange={range.choose} />
      </div>
      <div
        role="status"
        aria-busy={isStale}
        className={`min-h-16 text-14 text-secondary ${isStale && total ? 'is-stale' : ''}`}
      >
        {terms === null ? (
          <p>Complete the pricing to see what past usage would have cost.</p>
        ) : hasUsage === false ? (
          <p>There is no usage yet to price anew.</p>
        ) : isEmpty ? (
          <p>These days end before the new version starts. Choose later ones.</p>
        ) : answer.error ? (
          <p>Past usage could not be priced: {answer.error.message}</p>
        ) : !answer.data ? (
          <p>Pricing past usage…</p>
        ) : total ? (
          <Impact total={total} />
        ) : (
          <p>This charge had no usage in these days.</p>
        )}
      </div>
      <p className="text-12 text-muted">
        {since === null
          ? 'As if these terms had been in force on all these days, whichever version charged then; the usage stays what it was.'
          : `Usage from ${formatDateTime(since)} on, within these days; the usage stays what it was.`}{' '}
        Nothing is saved by looking.
      </p>
    </section>
  );
}

function Impact({ total }: { total: WhatIfTotal }) {
  const { currency, pays_more, pays_less, pays_same } = total;
  const affected = pays_more + pays_less;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-16">
        <span>{formatMoney(total.cost_now, currency)}</span>
        <ArrowRight aria-label="becomes" size={16} className="shrink-0 text-muted" />
        <strong className="font-semibold text-ink">{formatMoney(total.cost_then, currency)}</strong>
        <span className="text-14">
          ({[signedMoney(total.difference, currency), signedPercent(total)].filter(Boolean).join(', ')})
        </span>
      </p>
      <p>
        {affected === 0
          ? `${countText(pays_same, 'customer', 'customers')}, none affected`
          : [
              pays_more > 0 && `${countText(pays_more, 'customer pays', 'customers pay')} more`,
              pays_less > 0 && `${countText(pays_less, 'customer pays', 'customers pay')} less`,
              pays_same > 0 && `${formatCount(pays_same)} the same`,
            ]
              .filter(Boolean)
              .join(', ')}
      </p>
      <Largest word="Largest increase" customer={total.largest_increase} />
      <Largest word="Largest decrease" customer={total.largest_decrease} />
    </>
  );
}

function Largest({ word, customer }: { word: string; customer: WhatIfCustomer | null }) {
  if (!customer) return null;
  const change = [signedMoney(customer.difference, customer.currency), signedPercent(customer)].filter(Boolean);
  return (
    <p className="text-13 break-words">
      {word}: <span className="font-medium text-ink">{customer.name}</span> {change.join(', ')}
    </p>
  );
}
