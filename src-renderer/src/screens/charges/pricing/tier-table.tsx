import { Plus, Trash2 } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '../../../components/button';
import { DecimalField } from '../../../components/decimal-field';
import { Notice } from '../../../components/form';
import { IconButton } from '../../../components/icon-button';
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

const cellId = (id: number, cell: TierCell) => `${id}.${cell}`;

/** Tiers as a table: Enter adds a row, a block pasted from a spreadsheet replaces them all. */
export function TierTable({ rows, onChange, mode, currency, showAll, refusal, isDisabled }: Props) {
  const body = useRef<HTMLTableElement>(null);
  const nextFocus = useRef<string | null>(null);
  const { isTouched, touch } = useTouched();
  const errors = tierErrors(rows);
  const symbol = currencySymbol(currency);
  const last = rows.at(-1);

  useEffect(() => {
    if (!nextFocus.current) return;
    const input = body.current?.querySelector<HTMLInputElement>(`[data-cell="${nextFocus.current}"] input`);
    nextFocus.current = null;
    input?.focus();
    input?.select();
  });

  const errorOf = (row: TierRow, index: number, cell: TierCell): string | null => {
    if (refusal?.index === index && refusal.cell === cell) return refusal.message;
    const own: TierErrors = errors[index] ?? {};
    return showAll || isTouched(cellId(row.id, cell)) ? (own[cell] ?? null) : null;
  };
  const change = (next: TierRow[], focus: TierRow | undefined, cell: TierCell) => {
    if (focus) nextFocus.current = cellId(focus.id, cell);
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

  const cell = (row: TierRow, index: number, name: TierCell, label: string, prefix?: string) => (
    <div data-cell={cellId(row.id, name)}>
      <DecimalField
        label={`Tier ${index + 1}: ${label}`}
        hideLabel
        value={row[name] ?? ''}
        onChange={(text) => onChange(setTierCell(rows, row.id, name, text))}
        onBlur={() => touch(cellId(row.id, name))}
        prefix={prefix}
        error={errorOf(row, index, name)}
        isDisabled={isDisabled}
      />
    </div>
  );

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
            {rows.map((row, index) => (
              <tr key={row.id} data-tier={row.id} className="align-top">
                <td
                  className="h-9 truncate py-1 pr-2 leading-9 text-secondary"
                  title={formatNumber(tierFrom(rows, index))}
                >
                  {formatNumber(tierFrom(rows, index)) || '…'}
                </td>
                <td className="py-1 pr-2">
                  {row.up_to === null ? (
                    <span className="flex h-9 items-center rounded-control border border-line bg-sunken px-2.5 text-secondary">
                      <span aria-hidden>∞</span>
                      <span className="sr-only">unlimited</span>
                    </span>
                  ) : (
                    cell(row, index, 'up_to', 'up to')
                  )}
                </td>
                <td className="py-1 pr-2">{cell(row, index, 'unit_amount', 'per unit price', symbol)}</td>
                <td className="py-1 pr-2">{cell(row, index, 'flat_amount', 'flat fee', symbol)}</td>
                <td className="py-1.5">
                  <IconButton
                    label={`Remove tier ${index + 1}`}
                    icon={<Trash2 size={16} />}
                    isDisabled={isDisabled || rows.length === 1}
                    onPress={() => {
                      const next = removeTier(rows, row.id);
                      change(next, next[Math.max(index - 1, 0)], 'unit_amount');
                    }}
                  />
                </td>
              </tr>
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
