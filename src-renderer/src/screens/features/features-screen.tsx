import type { Feature } from '@shared/entities/feature';
import type { FilterCondition } from '@shared/list';
import { Link, useNavigate } from '@tanstack/react-router';
import { Gauge, Plus, ToggleLeft, Type } from 'lucide-react';
import { useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { buttonClass } from '../../components/button';
import { Chip, StatusChip } from '../../components/chip';
import { copyText } from '../../components/copy-text';
import type { DataColumn } from '../../components/data-row';
import { DataTable } from '../../components/data-table';
import { FilterBuilder } from '../../components/filter-builder';
import type { MenuAction } from '../../components/menu';
import { NothingFound } from '../../components/nothing-found';
import { ListPage, PageHeader } from '../../components/page-header';
import { rowCount } from '../../components/row-count';
import { Select } from '../../components/select';
import { SortBuilder } from '../../components/sort-builder';
import { EmptyState } from '../../components/states';
import { Toolbar } from '../../components/toolbar';
import { useApiRows } from '../../door/use-api-rows';
import { formatDate } from '../../format/date';
import { useHistoryAction } from '../history/open-history';
import { PendingMark } from '../pending/pending-mark';
import { ArchiveFeatureDialog } from './archive-feature-dialog';
import { EditFeatureSheet } from './edit-feature-sheet';
import {
  type FeatureStatus,
  featureFilterFields,
  featureSortFields,
  featureStatuses,
  initialFeatureSort,
  statusInput,
} from './feature-list';
import { aggregationText, featureTypeChips, featureTypeNames } from './feature-words';

const crumbs = [{ label: 'Product Catalog' }, { label: 'Features', to: '/features' }];
const typeIcons = { metered: Gauge, boolean: ToggleLeft, static: Type, config: Type };

function TypeChip({ type }: { type: Feature['type'] }) {
  const Icon = typeIcons[type];
  return (
    <Chip kind={featureTypeChips[type]} icon={<Icon aria-hidden size={12} />}>
      {featureTypeNames[type]}
    </Chip>
  );
}

const columns: readonly DataColumn<Feature>[] = [
  {
    id: 'name',
    header: 'Feature Name',
    width: 'minmax(12rem, 2fr)',
    sortKey: 'name',
    cell: (feature) => (
      <>
        <span className="truncate font-medium" title={feature.name}>
          {feature.name}
        </span>
        <PendingMark entity="feature" id={feature.id} />
      </>
    ),
  },
  { id: 'type', header: 'Type', width: '8rem', sortKey: 'type', cell: (feature) => <TypeChip type={feature.type} /> },
  {
    id: 'event',
    header: 'Event name',
    cell: (feature) => <span title={feature.meter?.event_name}>{feature.meter?.event_name ?? '—'}</span>,
  },
  {
    id: 'aggregation',
    header: 'Aggregation',
    width: 'minmax(9rem, 1.3fr)',
    cell: (feature) => <span title={aggregationText(feature.meter)}>{aggregationText(feature.meter)}</span>,
  },
  { id: 'status', header: 'Status', width: '7rem', cell: (feature) => <StatusChip status={feature.status} /> },
  {
    id: 'updated_at',
    header: 'Updated at',
    width: '9rem',
    sortKey: 'updated_at',
    cell: (feature) => formatDate(feature.updated_at),
  },
];

type Open = { dialog: 'edit' | 'archive'; feature: Feature };

/** All features: find, create, edit, archive. */
export function FeaturesScreen() {
  usePage('Features', crumbs);
  const [{ search, status, filters, sort }, setList] = useSearchState({
    search: '',
    status: 'published' as FeatureStatus,
    filters: [] as FilterCondition[],
    sort: [...initialFeatureSort],
  });
  const rows = useApiRows('feature.search', { search, filters, sort, expand: 'meters', ...statusInput(status) });
  useStatusText(rowCount(rows, 'feature', 'features'));
  const [open, setOpen] = useState<Open | null>(null);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  useShortcut('C', 'Create a feature', () => void navigate({ to: '/features/new' }));
  const close = () => setOpen(null);

  const actionsOf = (feature: Feature): MenuAction[] => [
    ...(feature.status === 'published'
      ? [{ id: 'edit', label: 'Edit…', onAction: () => setOpen({ dialog: 'edit', feature }) }]
      : []),
    { id: 'copy-key', label: 'Copy lookup key', onAction: () => void copyText(feature.lookup_key, 'Lookup key') },
    { id: 'copy-id', label: 'Copy id', onAction: () => void copyText(feature.id, 'Id') },
    historyOf(feature.id),
    ...(feature.status === 'published'
      ? [
          {
            id: 'archive',
            label: 'Archive…',
            isDangerous: true,
            onAction: () => setOpen({ dialog: 'archive', feature }),
          },
        ]
      : []),
  ];

  return (
    <ListPage>
      <PageHeader
        title="Features"
        actions={
          <Link to="/features/new" className={buttonClass('primary')}>
            <Plus aria-hidden size={16} />
            Add
            <span className="sr-only">: create a feature</span>
          </Link>
        }
      />
      <Toolbar search={search} onSearch={(text) => setList({ search: text })} searchLabel="Name, key or event name">
        <Select<FeatureStatus>
          label="Status"
          hideLabel
          isCompact
          className="w-44"
          value={status}
          onChange={(next) => setList({ status: next })}
          options={featureStatuses}
        />
        <FilterBuilder fields={featureFilterFields} value={filters} onChange={(next) => setList({ filters: next })} />
        <SortBuilder
          fields={featureSortFields}
          value={sort}
          onChange={(next) => setList({ sort: next })}
          initial={initialFeatureSort}
        />
      </Toolbar>
      <DataTable
        label="Features"
        rows={rows}
        columns={columns}
        rowKey={(feature) => feature.id}
        rowText={(feature) => feature.name}
        onOpen={(feature) => setOpen({ dialog: 'edit', feature })}
        rowActions={actionsOf}
        sort={sort[0] ?? null}
        onSort={(one) => setList({ sort: [one] })}
        empty={
          search || filters.length > 0 || status === 'archived' ? (
            <NothingFound
              what="features"
              search={search}
              filters={filters}
              fields={featureFilterFields}
              others={status === 'archived' ? ['status is Archived'] : []}
              onClear={() => setList({ search: '', filters: [], status: 'published' })}
            />
          ) : (
            <EmptyState
              title="No features yet"
              icon={<Gauge aria-hidden size={32} />}
              actions={
                <>
                  <Link to="/features/new" className={buttonClass('primary')}>
                    Create Feature
                  </Link>
                  <Link to="/imports" className={buttonClass('secondary')}>
                    Import usage
                  </Link>
                </>
              }
            >
              A feature is what a plan sells. A metered one says which events to measure, so that usage can be charged.
            </EmptyState>
          )
        }
      />
      {open?.dialog === 'edit' && <EditFeatureSheet feature={open.feature} onClose={close} />}
      {open?.dialog === 'archive' && <ArchiveFeatureDialog feature={open.feature} onClose={close} />}
    </ListPage>
  );
}
