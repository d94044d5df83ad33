import { Big } from '@shared/big';
import { tellingQuantities } from '@shared/rules/explain-cost';
import { costOf, type PricingTerms } from '@shared/rules/pricing';
import { useState } from 'react';
import { DecimalField } from '../../../components/decimal-field';
import { formatMoney } from '../../../format/money';
import { formatNumber, type Unit, unitWords } from '../../../format/quantity';
import { isNumber } from '../pricing/decimal-text';

interface Props {
  before: PricingTerms;
  after: PricingTerms;
  currency: string;
  unit: Unit | null;
  /** The quantity it starts with. */
  quantity: string;
}

/** The same quantities at the old and at the new price. */
export function CostComparison({ before, after, currency, unit, quantity: typical }: Props) {
  const [quantity, setQuantity] = useState(typical);
  const isGiven = isNumber(quantity) && !quantity.startsWith('-');
  const own = isGiven ? new Big(quantity).toFixed() : null;
  const telling = [...new Set([...tellingQuantities(before), ...tellingQuantities(after)])]
    .filter((at) => at !== own && at !== '0')
    .sort((a, b) => new Big(a).cmp(b));
  const rows = (own === null ? telling : [own, ...telling]).map((at) => {
    const [old, next] = [costOf(before, at), costOf(after, at)];
    return { at, old, next, difference: new Big(next).minus(old).toFixed() };
  });
  const money = (amount: string) => formatMoney(amount, currency);
  const signed = (amount: string) =>
    amount === '0' ? 'same' : amount.startsWith('-') ? money(amount) : `+${money(amount)}`;
  return (
    <section
      aria-label="Worked example"
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line bg-sunken p-3"
    >
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h5 className="text-14 font-semibold">What it comes to</h5>
        <DecimalField
          label={`Quantity (${unitWords(unit)})`}
          value={quantity}
          onChange={setQuantity}
          error={isGiven ? null : 'Enter a quantity'}
          className="w-44"
        />
      </div>
      <table aria-label="Totals now and after" className="w-full border-collapse text-13">
        <thead>
          <tr className="border-b border-line text-right text-secondary">
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              Quantity
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              Now
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              After
            </th>
            <th scope="col" className="py-1 font-medium">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, old, next, difference }, index) => (
            <tr
              key={at}
              className={`border-b border-line text-right ${own !== null && index === 0 ? 'font-semibold' : ''}`}
            >
              <th scope="row" className="py-1 pr-3 text-left font-[inherit]">
                {formatNumber(at)}
              </th>
              <td className="py-1 pr-3">{money(old)}</td>
              <td className="py-1 pr-3">{money(next)}</td>
              <td className="py-1">{signed(difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
