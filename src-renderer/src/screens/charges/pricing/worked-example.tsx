import { Big } from '@shared/big';
import { explainCost, tellingQuantities, totalDrops } from '@shared/rules/explain-cost';
import type { PricingTerms } from '@shared/rules/pricing';
import { useState } from 'react';
import { DecimalField } from '../../../components/decimal-field';
import { Notice } from '../../../components/form';
import { formatMoney } from '../../../format/money';
import { formatNumber, formatQuantity, type Unit, unitWords } from '../../../format/quantity';
import { costWords } from './cost-words';
import { isNumber } from './decimal-text';

interface Props {
  /** Null while the price is not complete. */
  terms: PricingTerms | null;
  currency: string;
  unit?: Unit | null;
}

/** What the price means in money: at the person's own quantity, at zero, at each bound and one beyond. */
export function WorkedExample({ terms, currency, unit }: Props) {
  const [quantity, setQuantity] = useState('1000');
  const isGiven = isNumber(quantity) && !quantity.startsWith('-');
  const money = (amount: string) => formatMoney(amount, currency);
  const own = isGiven ? new Big(quantity).toFixed() : null;
  const telling = terms ? tellingQuantities(terms).filter((at) => at !== own) : [];
  const examples = terms ? telling.map((at) => explainCost(terms, at)) : [];
  const rows = terms && own !== null ? [explainCost(terms, own), ...examples] : examples;
  return (
    <section
      aria-label="Worked example"
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line bg-sunken p-3"
    >
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h3 className="text-14 font-semibold">Worked example</h3>
        <DecimalField
          label={`Quantity (${unitWords(unit)})`}
          value={quantity}
          onChange={setQuantity}
          error={isGiven ? null : 'Enter a quantity'}
          className="w-44"
        />
      </div>
      {!terms ? (
        <p className="text-13 text-muted">Complete the price to see what it comes to.</p>
      ) : (
        <table className="w-full border-collapse text-13">
          <caption className="sr-only">Totals per billing period</caption>
          <thead>
            <tr className="border-b border-line text-left text-secondary">
              <th scope="col" className="py-1 pr-3 font-medium">
                Quantity
              </th>
              <th scope="col" className="py-1 pr-3 font-medium">
                How
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const isOwn = own !== null && index === 0;
              return (
                <tr
                  key={isOwn ? 'own' : row.quantity}
                  className={`border-b border-line ${isOwn ? 'font-semibold' : ''}`}
                >
                  <th scope="row" className="py-1 pr-3 text-left align-top font-[inherit] whitespace-nowrap">
                    {formatNumber(row.quantity)}
                  </th>
                  <td className="py-1 pr-3 break-words text-secondary">{costWords(terms, row, currency, unit)}</td>
                  <td className="py-1 text-right align-top whitespace-nowrap">{money(row.cost)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {terms &&
        totalDrops(terms).map((drop) => (
          <Notice key={drop.quantity} kind="pending">
            The total drops when usage rises: {formatQuantity(drop.quantity, unit)} cost {money(drop.cost)}, but{' '}
            {formatQuantity(drop.next_quantity, unit)} only {money(drop.next_cost)}. Slab Tiered, or a flat fee in the
            next tier, avoids this.
          </Notice>
        ))}
    </section>
  );
}
