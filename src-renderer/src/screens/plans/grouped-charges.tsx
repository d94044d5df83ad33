import type { Price } from '@shared/entities/price';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { TableSort } from '../../components/header-cell';
import { type MenuAction, MoreMenu } from '../../components/menu';
import { type TreeColumn, TreeTable } from '../../components/tree-table';
import { formatCount } from '../../format/quantity';
import { chargeColumns } from './charge-columns';
import { type ChargeBucket, chargeName, groupCharges } from './charge-terms';

interface Props {
  label: string;
  /** In the order in which they show within their group. */
  charges: readonly Price[];
  actionsOf(price: Price): readonly MenuAction[];
  onOpen(price: Price): void;
  sort: TableSort;
  onSort(sort: TableSort): void;
}

function BucketHeading({ bucket }: { bucket: ChargeBucket }) {
  return (
    <>
      {bucket.name} <span className="font-regular text-muted">({formatCount(bucket.charges.length)})</span>
    </>
  );
}

/** Charges under headings of their groups, with counts; those without a group under "No group". */
export function GroupedCharges({ label, charges, actionsOf, onOpen, sort, onSort }: Props) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const facts = chargeColumns('name', 'type', 'timing', 'period', 'status', 'value');
  const columns: TreeColumn<ChargeBucket, Price>[] = [
    ...facts.map((column, index) => ({
      id: column.id,
      header: column.header,
      ...(index === 0 && { groupSpan: facts.length }),
      ...(column.width && { width: column.width }),
      ...(column.sortKey && { sortKey: column.sortKey }),
      group: (bucket: ChargeBucket) => (index === 0 ? <BucketHeading bucket={bucket} /> : null),
      row: (price: Price) => column.cell(price),
    })),
    {
      id: 'actions',
      header: 'Actions',
      width: '6rem',
      align: 'end',
      group: (bucket) =>
        bucket.groupId && (
          <Link
            to="/groups/$groupId"
            params={{ groupId: bucket.groupId }}
            aria-label={`Open the group ${bucket.name}`}
            className="rounded-control text-13 font-regular text-link hover:underline"
          >
            Open
          </Link>
        ),
      row: (price) => <MoreMenu of={chargeName(price)} actions={actionsOf(price)} />,
    },
  ];
  return (
    <TreeTable
      label={label}
      groups={groupCharges(charges)}
      groupKey={(bucket) => bucket.key}
      rowsOf={(bucket) => bucket.charges}
      rowKey={(price) => price.id}
      columns={columns}
      sort={sort}
      onSort={onSort}
      closed={closed}
      onClosed={setClosed}
      onOpenRow={onOpen}
    />
  );
}
