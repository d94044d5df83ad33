import type { Price } from '@shared/entities/price';
import { chargeName } from '../plans/charge-terms';
import { pricesText } from './group-list';

/** The first prices of many by name and plan, and how many more there are. */
export function PriceNames({ prices, total }: { prices: readonly Price[]; total: number }) {
  const more = total - prices.length;
  return (
    <ul className="list-disc pl-5">
      {prices.map((price) => (
        <li key={price.id} className="break-words">
          <span className="text-ink">{chargeName(price)}</span>
          {price.plan && ` · ${price.plan.name}`}
        </li>
      ))}
      {more > 0 && <li>and {pricesText(more)} more</li>}
    </ul>
  );
}
