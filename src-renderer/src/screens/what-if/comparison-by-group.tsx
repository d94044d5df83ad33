import type { WhatIf, WhatIfGroup, WhatIfRow } from '@shared/entities/what-if';
import { useState } from 'react';
import { Chip } from '../../components/chip';
import { type TreeColumn, TreeTable } from '../../components/tree-table';
import { formatQuantity } from '../../format/quantity';
import { comparedColumns } from './compared-cells';

const keyOf = (group: WhatIfGroup) => `${group.currency}/${group.group_id ?? ''}`;

/** The comparison by group and feature, largest difference first. */
export function ComparisonByGroup({ answer }: { answer: WhatIf }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const isMixed = answer.totals.length > 1;
  const compared = comparedColumns([...answer.totals, ...answer.groups, ...answer.groups.flatMap(({ rows }) => rows)]);
  const columns: TreeColumn<WhatIfGroup, WhatIfRow>[] = [
    {
      id: 'name',
      header: 'Feature',
      width: 'minmax(12rem, 2.4fr)',
      group: (group) => (
        <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
          <span className="min-w-0 break-words">{group.name}</span>
          {isMixed && <Chip kind="neutral">{group.currency.toUpperCase()}</Chip>}
        </span>
      ),
      row: (row) => <span className="min-w-0 break-words">{row.name}</span>,
    },
    {
      id: 'usage',
      header: 'Usage charged',
      width: 'minmax(9rem, 1fr)',
      align: 'end',
      group: () => '',
      row: (row) => <Usage row={row} />,
    },
    ...compared.map(({ cell, ...column }) => ({
      ...column,
      group: cell,
      row: (row: WhatIfRow, group: WhatIfGroup) => cell({ ...row, currency: group.currency }),
    })),
  ];
  return (
    <TreeTable<WhatIfGroup, WhatIfRow>
      label="Comparison by group"
      groups={answer.groups}
      groupKey={keyOf}
      rowsOf={(group) => group.rows}
      rowKey={(row) => row.meter_id}
      columns={columns}
      closed={closed}
      onClosed={setClosed}
      footer={answer.totals.map((total) => ({
        key: total.currency,
        cells: [`Total (${total.currency.toUpperCase()})`, '', ...compared.map(({ cell }) => cell(total))],
      }))}
    />
  );
}

/** Usage is the same on both sides unless something stops, or starts, charging for it. */
function Usage({ row }: { row: WhatIfRow }) {
  const unit = { unit_singular: row.unit, unit_plural: row.unit_plural };
  if (row.events_then === 0) return <span className="text-pending">not charged then</span>;
  if (row.events_now === 0) return <span>{formatQuantity(row.usage_then, unit)}, not charged now</span>;
  if (row.usage_now === row.usage_then) return formatQuantity(row.usage_now, unit);
  return (
    <span>
      {formatQuantity(row.usage_now, unit)} → {formatQuantity(row.usage_then, unit)}
    </span>
  );
}
