import type { ComparedUsage, UsageComparison } from '@shared/entities/remote-usage';
import { Equal, EqualNot } from 'lucide-react';
import { Chip } from '../../components/chip';
import { formatMoney } from '../../format/money';
import { countText, formatQuantity } from '../../format/quantity';

const sides: Record<ComparedUsage['kind'], string> = {
  both: '',
  local: 'Only here',
  server: 'Only on the server',
  unmapped: 'Not linked',
};
const cellClass = 'border-b border-line px-3 py-2 align-top';
const endClass = `${cellClass} text-right tabular-nums whitespace-nowrap`;

function Figures({ of: { usage, cost }, row }: { of: ComparedUsage['local']; row: ComparedUsage }) {
  return (
    <td className={endClass}>
      {row.currency && <span className="block">{formatMoney(cost, row.currency)}</span>}
      <span className={row.currency ? 'block text-muted' : 'block'}>
        {formatQuantity(usage, { unit_singular: row.unit, unit_plural: row.unit_plural })}
      </span>
    </td>
  );
}

function ComparedRow({ row }: { row: ComparedUsage }) {
  const about = [row.group_name, row.price_name].filter(Boolean).join(' · ');
  return (
    <tr className={row.is_different ? 'bg-pending-soft' : ''}>
      <th scope="row" className={`${cellClass} min-w-48 text-left font-medium`}>
        <span className="flex flex-wrap items-center gap-x-2 break-words">
          {row.feature_name || '—'}
          {sides[row.kind] && <Chip kind="neutral">{sides[row.kind]}</Chip>}
        </span>
        <span className="block font-normal break-words text-muted">{about || 'Not charged'}</span>
      </th>
      <Figures of={row.local} row={row} />
      <Figures of={row.server} row={row} />
      <td className={endClass}>
        <span className="inline-flex items-center gap-1">
          {row.is_different ? <EqualNot aria-hidden size={14} /> : <Equal aria-hidden size={14} className="text-ok" />}
          {row.is_different ? 'Differs' : 'Equal'}
        </span>
        {row.is_different && (
          <>
            {row.currency && row.difference.cost !== '0' && (
              <span className="block">{formatMoney(row.difference.cost, row.currency)}</span>
            )}
            {row.difference.usage !== '0' && (
              <span className="block">
                {formatQuantity(row.difference.usage, { unit_singular: row.unit, unit_plural: row.unit_plural })}
              </span>
            )}
            {row.difference.event_count !== 0 && (
              <span className="block">{countText(row.difference.event_count, 'event', 'events')}</span>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

/** Usage and cost here, on the server, and what is between them. */
export function ComparedTable({ found }: { found: UsageComparison }) {
  if (found.rows.length === 0)
    return <p className="text-14 text-muted">Neither side counts any usage in this range.</p>;
  return (
    <section
      aria-label="Compared usage"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-140 overflow-auto rounded-control border border-line bg-surface"
    >
      <table className="w-full border-collapse text-14">
        <caption className="sr-only">Usage and cost here and on the server</caption>
        <thead>
          <tr className="text-left text-13 text-muted">
            <th scope="col" className={`${cellClass} sticky top-0 bg-sunken font-medium`}>
              Feature
            </th>
            {['Here', 'Server', 'Difference'].map((name) => (
              <th key={name} scope="col" className={`${endClass} sticky top-0 bg-sunken font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <ComparedRow key={row.key} row={row} />
          ))}
          {found.totals.map(({ currency, local_cost, server_cost, difference }) => (
            <tr key={currency} className="font-semibold">
              <th scope="row" className={`${cellClass} text-left`}>
                Total ({currency.toUpperCase()})
              </th>
              {[local_cost, server_cost, difference].map((cost, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move
                <td key={at} className={endClass}>
                  {formatMoney(cost, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {found.rows_left > 0 && (
        <p className="px-3 py-2 text-14 text-muted">
          and {countText(found.rows_left, 'row', 'rows')} more, of less cost; all are in the totals.
        </p>
      )}
    </section>
  );
}
