import type { HistoryEdit, HistoryEntity } from '@shared/entities/history';
import { Archive, CircleStop, GitBranch, type LucideIcon, Pencil, Plus } from 'lucide-react';
import { formatCount } from '../../format/quantity';
import { diffLines, fieldLabel } from '../pending/change-words';

export const entityNouns: Record<HistoryEntity, { one: string; many: string }> = {
  group: { one: 'group', many: 'groups' },
  plan: { one: 'plan', many: 'plans' },
  price: { one: 'price', many: 'prices' },
  feature: { one: 'feature', many: 'features' },
  meter: { one: 'meter', many: 'meters' },
  customer: { one: 'customer', many: 'customers' },
  subscription: { one: 'plan of a customer', many: 'plans of customers' },
};

const kindLooks: Record<HistoryEdit['kind'], { verb: string; icon: LucideIcon }> = {
  create: { verb: 'Created', icon: Plus },
  update: { verb: 'Edited', icon: Pencil },
  version: { verb: 'Gave new terms to', icon: GitBranch },
  terminate: { verb: 'Ended', icon: CircleStop },
  archive: { verb: 'Archived', icon: Archive },
  cancel: { verb: 'Ended', icon: CircleStop },
};

export const iconOf = ({ kind }: Pick<HistoryEdit, 'kind'>): LucideIcon => kindLooks[kind].icon;

/** What an edit did, in a sentence: one row by its name, several by how many they are. */
export function editText({ kind, entity, count, rows }: HistoryEdit): string {
  const { verb } = kindLooks[kind];
  const { one, many } = entityNouns[entity];
  const [row] = rows;
  if (count > 1 || !row) return `${verb} ${formatCount(count)} ${count === 1 ? one : many}`;
  const { name, of } = row;
  const named = name ? `“${name}”` : `an unnamed ${one}`;
  if (entity === 'subscription') return subscriptionText(kind, named, of ?? 'a plan');
  return `${verb} ${name ? `${one} ${named}` : named}${of === null ? '' : ` of ${of}`}`;
}

function subscriptionText(kind: HistoryEdit['kind'], customer: string, plan: string): string {
  if (kind === 'create') return `Put ${customer} on ${plan}`;
  return kind === 'update' ? `Edited ${plan} of ${customer}` : `Took ${customer} off ${plan}`;
}

/** The first names of several rows; of one row that was edited the fields. */
export function detailText({ kind, count, rows }: HistoryEdit): string {
  if (count > 1) {
    const names = rows.slice(0, 3).map(({ name }) => name || 'unnamed');
    return count > names.length
      ? `${names.join(', ')} and ${formatCount(count - names.length)} more`
      : names.join(', ');
  }
  if (kind !== 'update' && kind !== 'version') return '';
  return shownFields(rows[0]?.fields ?? {})
    .map(({ field }) => labelOf(field))
    .join(', ');
}

/** Who did it. */
export function authorText({ origin, key_name }: Pick<HistoryEdit, 'origin' | 'key_name'>): string {
  if (origin === 'app') return 'You';
  if (origin === 'sync') return 'The server';
  return key_name ? `API key “${key_name}”` : 'An API key';
}

/** What says nothing beyond the sentence above it, or is nobody's concern. */
const hidden = new Set(['plan_id', 'customer_id', 'external_customer_id', 'entity_type', 'sequence', 'meter_id']);

const labels: Record<string, string> = {
  external_id: 'External ID',
  email: 'Email',
  contact: 'Contact',
  filters: 'Filters',
  aggregation: 'Aggregation',
  event_name: 'Event Name',
  reset_usage: 'Reset',
  commitment: 'Commitment',
};

export const labelOf = (field: string): string => labels[field] ?? fieldLabel(field);

/** The changed fields of a row, line by line, as they were recorded; since when comes after what. */
export const shownFields = (fields: HistoryEdit['rows'][number]['fields']) =>
  Object.entries(fields)
    .filter(([field]) => !hidden.has(field))
    .sort(([one], [other]) => Number(one === 'start_date') - Number(other === 'start_date'))
    .flatMap(([field, { from, to }]) => diffLines({ field, from, to }));
