import { type PricingTier, sortedTiers } from '@shared/rules/pricing';
import { Chip } from '../../../components/chip';
import { formatMoney } from '../../../format/money';
import { formatCount } from '../../../format/quantity';
import { type TierChange, tierChanges } from './tier-diff';

interface Props {
  before: readonly PricingTier[];
  after: readonly PricingTier[];
  currency: string;
}

/** Tiers before and after, row by row. */
export function TierChangeTable({ before, after, currency }: Props) {
  const rows = tierChanges(sortedTiers(before), sortedTiers(after));
  const describe = (tier: PricingTier) => {
    const bound = tier.up_to === null ? 'Above that' : `Up to ${formatCount(tier.up_to)}`;
    const unit = formatMoney(tier.unit_amount, currency, { style: 'price' });
    const flat = tier.flat_amount && !/^0*(\.0*)?$/.test(tier.flat_amount);
    const fee = flat ? ` + ${formatMoney(tier.flat_amount ?? '0', currency, { style: 'price' })} flat fee` : '';
    return `${bound}: ${unit}${fee}`;
  };
  return (
    <table aria-label="Tiers" className="w-full table-fixed border-collapse text-14">
      <thead>
        <tr className="border-b border-line text-left text-13 text-secondary">
          <th scope="col" className="w-1/5 py-1 pr-3 font-medium">
            Tier
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Now
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row)} className="border-b border-line align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium">
              <span className="flex flex-wrap items-center gap-1.5">
                {index + 1} <Mark row={row} />
              </span>
            </th>
            <td className="py-1.5 pr-3 break-words text-secondary">{row.before ? describe(row.before) : '—'}</td>
            <td className={`py-1.5 break-words ${row.isSame ? 'text-secondary' : 'font-medium'}`}>
              {row.after ? describe(row.after) : '—'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const keyOf = ({ before, after }: TierChange) =>
  `${before?.up_to ?? 'x'}/${after?.up_to ?? 'x'}/${before ? 1 : 0}${after ? 1 : 0}`;

function Mark({ row }: { row: TierChange }) {
  if (row.isSame) return null;
  if (!row.before) return <Chip kind="ok">New</Chip>;
  if (!row.after) return <Chip kind="danger">Removed</Chip>;
  return <Chip kind="info">Changed</Chip>;
}
