import { Plus } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '../../../components/button';
import { Notice } from '../../../components/form';
import { useStable } from '../../../components/use-stable';
import { currentLocale } from '../../../format/locale';
import { currencySymbol } from '../../../format/money';
import { parseDecimalText } from '../../../format/parse-decimal';
import { formatNumber } from '../../../format/quantity';
import {
  addTier,
  insertTierAfter,
  pastedTiers,
  removeTier,
  setTierCell,
  type TierCell,
  type TierErrors,
  type TierRow,
  tierErrors,
  tierFrom,
} from './tier-rows';
import { TierTableRow, tierCellId } from './tier-table-row';
import { useGrowing } from './use-growing';
import { useTouched } from './use-touched';

interface Props {
  rows: readonly TierRow[];
  onChange(rows: TierRow[]): void;
  /** VOLUME or SLAB, to say what happens above a last bound. */
  mode: string | null;
  currency: string;
  /** Show what is missing everywhere, not only in fields that were left. */
  showAll: boolean;
  /** A refusal of the core about one cell. */
  refusal?: { index: number; cell: TierCell; message: string } | null;
  isDisabled?: boolean;
}

/** Tiers as a table: Enter adds a row, a block pasted from a spreadsheet replaces them all. */
export function TierTable({ rows, onChange, mode, currency, showAll, refusal, isDisabled }: Props) {
  const body = useRef<HTMLTableElement>(null);
  const nextFocus = useRef<string | null>(null);
  const { isTouched, touch } = useTouched();
  const errors = tierErrors(rows);
  const symbol = currencySymbol(currency);
  const last = rows.at(-1);
  const drawn = useGrowing(rows.length);

  useEffect(() => {
    if (!nextFocus.current) return;
    const input = body.current?.querySelector<HTMLInputElement>(`[data-cell="${nextFocus.current}"] input`);
    // Of many pasted rows the last ones are drawn some moments later.
    if (!input && drawn < rows.length) return;
    nextFocus.current = null;
    input?.focus();
    input?.select();
  });

  const errorOf = (row: TierRow, index: number, cell: TierCell): string | null => {
    if (refusal?.index === index && refusal.cell === cell) return refusal.message;
    const own: TierErrors = errors[index] ?? {};
    return showAll || isTouched(tierCellId(row.id, cell)) ? (own[cell] ?? null) : null;
  };
  const change = (next: TierRow[], focus: TierRow | undefined, cell: TierCell) => {
    if (focus) nextFocus.current = tierCellId(focus.id, cell);
    onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
    const id = event.target.closest('tr')?.dataset.tier;
    const index = rows.findIndex((row) => String(row.id) === id);
    if (index === -1) return;
    event.preventDefault();
    const next = insertTierAfter(rows, index);
    // The bound that is still to be typed: of the old last row, or of the new one in the middle.
    change(next, index >= rows.length - 1 ? next[index] : next[index + 1], 'up_to');
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = pastedTiers(event.clipboardData.getData('text/plain'), (text) =>
      parseDecimalText(text, currentLocale()),
    );
    if (!pasted) return;
    event.preventDefault();
    change(pasted, pasted.at(-1), 'unit_amount');
  };

  // Rows keep these while the table is drawn again, so that a key in one field draws its row alone.
  const rowCell = useStable((id: number, cell: TierCell, text: string) => onChange(setTierCell(rows, id, cell, text)));
  const rowLeave = useStable((id: number, cell: TierCell) => touch(tierCellId(id, cell)));
  const rowRemove = useStable((index: number) => {
    const removed = rows[index];
    if (!removed) return;
    const next = removeTier(rows, removed.id);
    change(next, next[Math.max(index - 1, 0)], 'unit_amount');
  });

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="overflow-x-auto">
        <table
          ref={body}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="w-full min-w-110 table-fixed border-collapse text-14"
        >
          <caption className="sr-only">Tiers</caption>
          <thead>
            <tr className="text-left text-13 text-secondary">
              <th scope="col" className="w-20 pr-2 pb-1 font-medium whitespace-nowrap">
                From (&gt;)
              </th>
              <th scope="col" className="pr-2 pb-1 font-medium">
                Up to (&lt;=)
              </th>
              <th scope="col" className="pr-2 pb-1 font-medium">
                Per unit price
              </th>
              <th scope="col" className="pr-2 pb-1 font-medium">
                Flat fee
              </th>
              <th scope="col" className="w-9 pb-1">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map((row, index) => (
              <TierTableRow
                key={row.id}
                row={row}
                index={index}
                from={tierFrom(rows, index)}
                symbol={symbol}
                upToError={errorOf(row, index, 'up_to')}
                unitError={errorOf(row, index, 'unit_amount')}
                flatError={errorOf(row, index, 'flat_amount')}
                isDisabled={isDisabled}
                isOnly={rows.length === 1}
                onCell={rowCell}
                onLeave={rowLeave}
                onRemove={rowRemove}
              />
            ))}
          </tbody>
        </table>
      </div>
      {last && last.up_to !== null && (
        <Notice kind="pending">
          {mode === 'SLAB'
            ? `Units above ${formatNumber(last.up_to)} are free: no tier covers them. Add a tier to charge for them.`
            : `Above ${formatNumber(last.up_to)} the last tier goes on. Add a tier to price it differently.`}
        </Notice>
      )}
      <Button
        kind="quiet"
        icon={<Plus aria-hidden size={16} />}
        className="self-start"
        isDisabled={isDisabled}
        onPress={() => {
          const next = addTier(rows);
          change(next, next[rows.length - 1], last?.up_to === null ? 'up_to' : 'unit_amount');
        }}
      >
        Add Tier
      </Button>
    </div>
  );
}
