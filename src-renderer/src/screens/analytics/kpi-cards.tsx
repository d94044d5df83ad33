import type { Report } from '@shared/entities/analytics';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Figure } from '../../components/figure';
import { formatMoney } from '../../format/money';
import { formatCount } from '../../format/quantity';
import { capital } from './capital';
import { withCurrenciesGone } from './entries-gone';
import { groupingWords } from './entry-name';
import { changeBetween, changeText, formatPercent } from './percent';

function Card({ label, children, note }: { label: string; children: ReactNode; note: ReactNode }) {
  return (
    <div className="min-w-0 rounded-control border border-line bg-surface p-4">
      <dt className="text-13 text-muted">{label}</dt>
      <dd className="mt-1 min-w-0">
        <div className="text-20 font-semibold break-words">{children}</div>
        <div className="mt-0.5 text-13 break-words text-secondary">{note}</div>
      </dd>
    </div>
  );
}

/** A cost against the period of equal length before. Without one to compare with there is no arrow. */
function CostChange({ before, after, period }: { before: string; after: string; period: string }) {
  const { direction } = changeBetween(before, after);
  if (direction === 'same') return <>Same as in {period}</>;
  const Arrow = direction === 'more' ? ArrowUp : ArrowDown;
  return (
    <>
      <span className={`font-medium whitespace-nowrap ${direction === 'more' ? 'text-ok' : 'text-danger'}`}>
        <Arrow aria-hidden size={14} className="mr-0.5 inline align-[-2px]" />
        {capital(changeText(before, after))}
      </span>{' '}
      than {period}
    </>
  );
}

/** Beyond this, tiers and packages may cost less or more than the bills of the months together. */
const longestMonth = 31;

/** More characters than two lines of a card take in large type. */
const longName = 40;

/** The report in four figures. Zero reads 0, never a dash. */
export function KpiCards({ report, days }: { report: Report; days: number }) {
  const { kpis } = report;
  const totals = withCurrenciesGone(report.totals, kpis.previous_totals);
  const words = groupingWords(report.group_by);
  const period = days === 1 ? 'the day before' : `the ${formatCount(days)} days before`;
  // A currency without cost in a period that had usage did cost nothing then.
  const before = (currency: string) =>
    kpis.previous_totals.find((total) => total.currency === currency)?.total_cost ?? '0';
  return (
    <dl className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Card
        label="Total cost"
        note={
          <>
            {kpis.previous_totals.length === 0
              ? `No usage in ${period} to compare with`
              : totals.map((total) => (
                  <p key={total.currency}>
                    {totals.length > 1 && `${total.currency.toUpperCase()}: `}
                    <CostChange before={before(total.currency)} after={total.total_cost} period={period} />
                  </p>
                ))}
            {days > longestMonth && <p>Priced as one period, not month by month</p>}
          </>
        }
      >
        {totals.length === 0 ? (
          '0'
        ) : (
          <Figure lines={totals.map((total) => formatMoney(total.total_cost, total.currency))} />
        )}
      </Card>
      <Card label="Usage events" note="Charged by a subscription, counted once per feature">
        {formatCount(kpis.event_count)}
      </Card>
      <Card label="Active features" note="With usage in this range">
        {formatCount(kpis.active_features)}
      </Card>
      <Card
        label={`Top ${words.one}`}
        note={
          kpis.top_group
            ? `${formatPercent(kpis.top_group.share_percent)} of cost${totals.length > 1 ? ` in ${kpis.top_group.currency.toUpperCase()}` : ''}, ${formatMoney(kpis.top_group.total_cost, kpis.top_group.currency)}`
            : `No cost in any ${words.one}`
        }
      >
        <span className={(kpis.top_group?.name ?? '').length > longName ? 'block text-14 leading-5' : ''}>
          {kpis.top_group?.name ?? 'None'}
        </span>
      </Card>
    </dl>
  );
}
