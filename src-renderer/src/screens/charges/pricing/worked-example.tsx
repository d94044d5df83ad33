import { Big } from '@shared/big';
import { explainCost, tellingQuantities, totalDrops } from '@shared/rules/explain-cost';
import type { PricingTerms } from '@shared/rules/pricing';
import { memo, useDeferredValue, useState } from 'react';
import { Button } from '../../../components/button';
import { DecimalField } from '../../../components/decimal-field';
import { Notice } from '../../../components/form';
import { formatMoney } from '../../../format/money';
import { formatCount, formatNumber, formatQuantity, type Unit, unitWords } from '../../../format/quantity';
import { costWords } from './cost-words';
import { isNumber } from './decimal-text';

interface Props {
  /** Null while the price is not complete. */
  terms: PricingTerms | null;
  currency: string;
  unit?: Unit | null;
}

/** Of a price with more tiers than any needs, the others are shown on request. */
const shownExamples = 30;

/** What the price means in money: at the person's own quantity, at zero, at each bound and one beyond. */
export function WorkedExample({ terms: edited, currency, unit }: Props) {
  const [quantity, setQuantity] = useState('1000');
  const [isAll, setAll] = useState(false);
  // The field that is typed into comes first.
  const terms = useDeferredValue(edited);
  const isGiven = isNumber(quantity) && !quantity.startsWith('-');
  const money = (amount: string) => formatMoney(amount, currency);
  const own = isGiven ? new Big(quantity).toFixed() : null;
  const telling = terms ? tellingQuantities(terms).filter((at) => at !== own) : [];
  const quantities = [...(own === null ? [] : [own]), ...telling];
  const shown = isAll ? quantities : quantities.slice(0, shownExamples);
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
            {shown.map((at, index) => {
              const isOwn = own !== null && index === 0;
              return (
                <ExampleRow
                  key={isOwn ? 'own' : at}
                  terms={terms}
                  quantity={at}
                  isOwn={isOwn}
                  currency={currency}
                  unit={unit}
                />
              );
            })}
          </tbody>
        </table>
      )}
      {terms && shown.length < quantities.length && (
        <Button kind="quiet" className="self-start" onPress={() => setAll(true)}>
          Show all {formatCount(quantities.length)} quantities
        </Button>
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

interface RowProps {
  terms: PricingTerms;
  quantity: string;
  /** The person's own quantity stands out. */
  isOwn: boolean;
  currency: string;
  unit: Unit | null | undefined;
}

/** One quantity: a part of its own, since explaining a price of a hundred tiers takes a while for each. */
const ExampleRow = memo(function ExampleRow({ terms, quantity, isOwn, currency, unit }: RowProps) {
  const row = explainCost(terms, quantity);
  return (
    <tr className={`border-b border-line ${isOwn ? 'font-semibold' : ''}`}>
      <th scope="row" className="py-1 pr-3 text-left align-top font-[inherit] whitespace-nowrap">
        {formatNumber(row.quantity)}
      </th>
      <td className="py-1 pr-3 break-words text-secondary">{costWords(terms, row, currency, unit)}</td>
      <td className="py-1 text-right align-top whitespace-nowrap">{formatMoney(row.cost, currency)}</td>
    </tr>
  );
});
