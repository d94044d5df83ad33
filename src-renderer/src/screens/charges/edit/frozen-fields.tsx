import { Lock } from 'lucide-react';
import { formatDateTime } from '../../../format/date';
import { billingPeriodNames } from '../../../format/price';
import { formatNumber } from '../../../format/quantity';
import type { EditedPrice } from './use-edited-price';

/** What a price keeps for good, and why. */
export function FrozenFields({ edited: { price, plan, feature } }: { edited: EditedPrice }) {
  const isFixed = price.type === 'FIXED';
  const facts: [name: string, value: string][] = [
    ['Charge Type', isFixed ? 'Fixed charge' : 'Usage Based'],
    ['Currency', price.currency.toUpperCase()],
    ['Billing Period', billingPeriodNames[price.billing_period]],
    ['Billing Timing', price.invoice_cadence === 'ADVANCE' ? 'Advance' : 'Arrear'],
    ...(isFixed
      ? ([
          ['Minimum Quantity', price.min_quantity === null ? 'None' : formatNumber(price.min_quantity)],
          ['Trial Period', price.trial_period_days > 0 ? `${price.trial_period_days} days` : 'None'],
        ] as [string, string][])
      : ([['Feature', feature?.name ?? price.meter?.name ?? 'Unknown']] as [string, string][])),
    ['Plan', plan?.name ?? 'Unknown'],
    ['Start Date', price.start_date ? formatDateTime(price.start_date) : 'Always'],
  ];
  return (
    <section
      aria-labelledby="price-frozen"
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line bg-sunken p-3"
    >
      <h3 id="price-frozen" className="flex items-center gap-1.5 text-14 font-semibold">
        <Lock aria-hidden size={14} /> Fixed for good
      </h3>
      <p className="text-13 text-secondary">
        Customers were charged by these, so they stay. To change one, end this charge and add a new one.
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
