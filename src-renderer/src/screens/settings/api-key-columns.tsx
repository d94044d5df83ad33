import type { ApiKey } from '@shared/entities/api-key';
import type { ReactNode } from 'react';
import { Chip } from '../../components/chip';
import type { DataColumn } from '../../components/data-table';
import { RelativeTime } from '../../components/relative-time';
import { TextWithTooltip } from '../../components/tooltip';
import { formatDate, formatDateTime } from '../../format/date';

export const accessNames: Record<ApiKey['access'], string> = { read: 'Read-only', write: 'Read and write' };

/** What a revoked key's row shows steps back. */
const dimmed = (key: ApiKey, content: ReactNode) =>
  key.revoked_at === null ? content : <span className="text-muted">{content}</span>;

function KeyStatus({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revoked_at === null) return <Chip kind="ok">Active</Chip>;
  return (
    <TextWithTooltip text={`Revoked ${formatDateTime(apiKey.revoked_at)}`}>
      <Chip kind="neutral">Revoked</Chip>
    </TextWithTooltip>
  );
}

export const apiKeyColumns: DataColumn<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(11rem, 2fr)',
    cell: (key) => dimmed(key, <span title={key.name}>{key.name}</span>),
  },
  {
    id: 'hint',
    header: 'Begins with',
    width: '7rem',
    cell: (key) => dimmed(key, <span className="font-mono text-13">{key.hint}…</span>),
  },
  { id: 'access', header: 'Access', width: '8.5rem', cell: (key) => dimmed(key, accessNames[key.access]) },
  {
    id: 'created_at',
    header: 'Created',
    width: '7.5rem',
    cell: (key) => dimmed(key, <span title={formatDateTime(key.created_at)}>{formatDate(key.created_at)}</span>),
  },
  {
    id: 'last_used_at',
    header: 'Last used',
    width: '8.5rem',
    cell: (key) => dimmed(key, key.last_used_at ? <RelativeTime instant={key.last_used_at} /> : 'Never'),
  },
  { id: 'status', header: 'Status', width: '6.5rem', cell: (key) => <KeyStatus apiKey={key} /> },
];
