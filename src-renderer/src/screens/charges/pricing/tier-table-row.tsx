import { Trash2 } from 'lucide-react';
import { memo } from 'react';
import { formatNumber } from '../../../format/quantity';
import { TierField } from './tier-field';
import type { TierCell, TierRow } from './tier-rows';

export const tierCellId = (id: number, cell: TierCell) => `${id}.${cell}`;

/** What is out of sight is not painted: with every key anywhere in the dialog all fields of a hundred tiers were. */
const cellClass = '[content-visibility:auto] [contain-intrinsic-height:auto_2.25rem] [overflow-clip-margin:0.5rem]';

interface Props {
  row: TierRow;
  index: number;
  /** Where the row starts. */
  from: string;
  symbol: string;
  /** What is wrong, as far as it is said already; a text per cell, so that equal ones are equal. */
  upToError: string | null;
  unitError: string | null;
  flatError: string | null;
  isDisabled: boolean | undefined;
  isOnly: boolean;
  onCell(id: number, cell: TierCell, text: string): void;
  onLeave(id: number, cell: TierCell): void;
  onRemove(index: number): void;
}

/** One tier: drawn again only when something about it changes, as a price may have a hundred of them. */
export const TierTableRow = memo(function TierTableRow(props: Props) {
  const { row, index, symbol, isDisabled } = props;
  const from = formatNumber(props.from);
  const cell = (name: TierCell, label: string, error: string | null, prefix?: string) => (
    <div data-cell={tierCellId(row.id, name)} className={cellClass}>
      <TierField
        label={`Tier ${index + 1}: ${label}`}
        value={row[name] ?? ''}
        onChange={(text) => props.onCell(row.id, name, text)}
        onBlur={() => props.onLeave(row.id, name)}
        prefix={prefix}
        error={error}
        isDisabled={isDisabled}
      />
    </div>
  );
  return (
    <tr data-tier={row.id} className="align-top">
      <td className="h-9 truncate py-1 pr-2 leading-9 text-secondary" title={from}>
        {from || '…'}
      </td>
      <td className="py-1 pr-2">
        {row.up_to === null ? (
          <span className="flex h-9 items-center rounded-control border border-line bg-sunken px-2.5 text-secondary">
            <span aria-hidden>∞</span>
            <span className="sr-only">unlimited</span>
          </span>
        ) : (
          cell('up_to', 'up to', props.upToError)
        )}
      </td>
      <td className="py-1 pr-2">{cell('unit_amount', 'per unit price', props.unitError, symbol)}</td>
      <td className="py-1 pr-2">{cell('flat_amount', 'flat fee', props.flatError, symbol)}</td>
      <td className="py-1.5">
        <button
          type="button"
          aria-label={`Remove tier ${index + 1}`}
          title={`Remove tier ${index + 1}`}
          disabled={isDisabled || props.isOnly}
          onClick={() => props.onRemove(index)}
          className="inline-flex size-8 items-center justify-center rounded-control text-secondary hover:bg-hover hover:text-ink disabled:opacity-50"
        >
          <Trash2 aria-hidden size={16} />
        </button>
      </td>
    </tr>
  );
});
