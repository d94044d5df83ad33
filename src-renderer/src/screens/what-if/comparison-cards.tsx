import type { WhatIf, WhatIfCustomer, WhatIfTotal } from '@shared/entities/what-if';
import { customerNameText } from '@shared/rules/customer-name';
import type { ReactNode } from 'react';
import { Figure } from '../../components/figure';
import { formatMoney } from '../../format/money';
import { countText, formatCount } from '../../format/quantity';
import { changedFirst } from './changed-first';
import { signedMoney, signedPercent } from './signed-money';

interface CardProps {
  label: string;
  children: string;
  /** What the cards beside it say. */
  beside?: readonly string[];
  note?: ReactNode;
}

function Card({ label, children, beside = [], note }: CardProps) {
  return (
    <div className="min-w-0 rounded-control border border-line bg-surface p-4">
      <dt className="text-13 text-muted">{label}</dt>
      <dd className="mt-1 min-w-0">
        <Figure lines={[children]} beside={beside} />
        {note && <div className="mt-0.5 text-13 break-words text-secondary">{note}</div>}
      </dd>
    </div>
  );
}

/** What the changes come to, each currency on its own: now, then, the difference, and whom it concerns. */
export function ComparisonCards({ answer }: { answer: WhatIf }) {
  return (
    <>
      {changedFirst(answer.totals).map((total) => (
        <CurrencyCards key={total.currency} total={total} isOne={answer.totals.length === 1} />
      ))}
    </>
  );
}

function CurrencyCards({ total, isOne }: { total: WhatIfTotal; isOne: boolean }) {
  const { currency, pays_more, pays_less, pays_same } = total;
  const money = (amount: string) => formatMoney(amount, currency);
  const [now, then, difference] = [
    money(total.cost_now),
    money(total.cost_then),
    signedMoney(total.difference, currency),
  ];
  const beside = [now, then, difference];
  const of = isOne ? '' : ` (${currency.toUpperCase()})`;
  return (
    <dl className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Card label={`Now${of}`} beside={beside} note="As it is charged">
        {now}
      </Card>
      <Card label={`Then${of}`} beside={beside} note="With the changes">
        {then}
      </Card>
      <Card label={`Difference${of}`} beside={beside} note={signedPercent(total) || 'Nothing would be different'}>
        {difference}
      </Card>
      <Card
        label={`Customers affected${of}`}
        note={
          <>
            <p>
              {formatCount(pays_more)} pay more, {formatCount(pays_less)} less, {formatCount(pays_same)} the same
            </p>
            <Largest word="Largest increase" customer={total.largest_increase} />
            <Largest word="Largest decrease" customer={total.largest_decrease} />
          </>
        }
      >
        {countText(pays_more + pays_less, 'customer', 'customers')}
      </Card>
    </dl>
  );
}

const Largest = ({ word, customer }: { word: string; customer: WhatIfCustomer | null }) =>
  customer && (
    <p>
      {word}: {customerNameText(customer, customer.is_archived)}{' '}
      <span className="whitespace-nowrap">{signedMoney(customer.difference, customer.currency)}</span>
    </p>
  );
