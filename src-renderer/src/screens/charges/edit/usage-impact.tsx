import { Big } from '@shared/big';
import type { PricingTerms } from '@shared/rules/pricing';
import { useQuery } from '@tanstack/react-query';
import { useEnvironment } from '../../../door/environment';
import { queryKeyOf } from '../../../door/query-client';
import { formatDate } from '../../../format/date';
import { formatMoney } from '../../../format/money';
import { countText } from '../../../format/quantity';
import { costOfUsage } from './cost-of-usage';
import { recentUsage } from './recent-usage';
import type { EditedPrice } from './use-edited-price';

interface Props {
  edited: EditedPrice;
  after: PricingTerms;
  /** A new version from a past moment prices the usage since then only; null when it starts later. */
  since: string | null;
}

/** What the last 30 days of usage would have cost at the new price; missing data is stated, not guessed. */
export function UsageImpact({ edited: { price, plan, feature }, after, since }: Props) {
  const environment = useEnvironment();
  const recent = useQuery({
    queryKey: queryKeyOf(environment.id, 'analytics.recentUsage', { price_id: price.id, since }),
    queryFn: () => recentUsage(price, plan, feature, { zone: environment.timezone, since }),
  });
  return (
    <section
      aria-label="Recent usage"
      className="rounded-control border border-line bg-sunken p-3 text-14 text-secondary"
    >
      <h5 className="mb-1 text-14 font-semibold text-ink">
        {since === null ? 'The last 30 days of usage, priced anew' : 'Usage since then, priced anew (30 days at most)'}
      </h5>
      {recent.isPending && <p role="status">Pricing recent usage…</p>}
      {recent.error && <p>Recent usage could not be read: {recent.error.message}</p>}
      {recent.data?.kind === 'none' && <p>{recent.data.reason}</p>}
      {recent.data?.kind === 'usage' && (
        <Impact
          before={costOfUsage(price, recent.data.quantities)}
          after={costOfUsage(after, recent.data.quantities)}
          currency={price.currency}
          line={`${formatDate(recent.data.from, { zone: environment.timezone })} to ${formatDate(recent.data.to, {
            zone: environment.timezone,
          })}, ${countText(recent.data.quantities.length, 'subscription', 'subscriptions')}, as one period`}
        />
      )}
    </section>
  );
}

function Impact(props: { before: string; after: string; currency: string; line: string }) {
  const money = (amount: string) => formatMoney(amount, props.currency);
  const difference = new Big(props.after).minus(props.before);
  const change = difference.eq('0')
    ? 'no change'
    : difference.gt('0')
      ? `+${money(difference.toFixed())}`
      : money(difference.toFixed());
  return (
    <>
      <p>
        {money(props.before)} → <strong className="font-semibold text-ink">{money(props.after)}</strong> ({change})
      </p>
      <p className="text-13 text-muted">{props.line}</p>
    </>
  );
}
