import type { PendingChange, PendingKind } from '@shared/entities/sync';
import { Archive, CircleStop, GitBranch, type LucideIcon, Pencil, Plus } from 'lucide-react';
import type { ChipKind } from '../../components/chip';

export const kindLooks: Record<PendingKind, { word: string; icon: LucideIcon }> = {
  create: { word: 'New', icon: Plus },
  update: { word: 'Edit', icon: Pencil },
  version: { word: 'New version', icon: GitBranch },
  end: { word: 'End', icon: CircleStop },
  archive: { word: 'Archive', icon: Archive },
};

export const entityWords: Record<PendingChange['entity'], string> = {
  group: 'Group',
  feature: 'Feature',
  plan: 'Plan',
  price: 'Price',
};

/** A row's name, or what it is where it has none. */
export const nameOf = ({ name, entity }: Pick<PendingChange, 'name' | 'entity'>): string =>
  name || `Unnamed ${entityWords[entity].toLowerCase()}`;

type Authors = Pick<PendingChange, 'authors'>;

/** Who edited a row, in a sentence. */
export const authorsText = ({ authors }: Authors): string =>
  authors
    .map(({ origin, name }) => (origin === 'app' ? 'you' : name ? `API key “${name}”` : 'an API key'))
    .join(' and ');

/** The same in short, for a column. */
export const authorNames = ({ authors }: Authors): string =>
  authors.map(({ origin, name }) => (origin === 'app' ? 'You' : (name ?? 'API key'))).join(', ');

/** Whether somebody else than the person here edited a row. */
export const isOfOthers = ({ authors }: Authors): boolean => authors.some(({ origin }) => origin !== 'app');

export const keyOf = ({ entity, id }: Pick<PendingChange, 'entity' | 'id'>): string => `${entity} ${id}`;

/** How a change stands, in a word, and what that means. */
export function stateLook(
  change: PendingChange,
  isReviewed: boolean,
): { kind: ChipKind; word: string; meaning: string } {
  const [needed] = change.waits_for;
  switch (change.state) {
    case 'sending':
      return { kind: 'info', word: 'Sending', meaning: 'It is on its way to the server.' };
    case 'uncertain':
      return {
        kind: 'pending',
        word: 'Being looked for',
        meaning: 'The answer was lost: the server is asked whether it arrived before anything is repeated.',
      };
    case 'failed':
      return {
        kind: 'danger',
        word: 'Refused',
        meaning: 'The server refused it. Edit it, take it back, or send it again.',
      };
    case 'conflict':
      return {
        kind: 'danger',
        word: 'Conflict',
        meaning: 'The server changed it too: decide in Conflicts what counts.',
      };
    case 'local_only':
      return { kind: 'neutral', word: 'Stays here', meaning: 'This server cannot take it: it stays on this computer.' };
    case 'ready':
      if (change.is_held)
        return { kind: 'neutral', word: 'Held back', meaning: 'It is not sent until you release it.' };
      if (isReviewed && !change.is_released) {
        return { kind: 'pending', word: 'To review', meaning: 'It is sent once you have reviewed it.' };
      }
      if (needed) return { kind: 'info', word: 'Waits', meaning: `It is sent after “${needed.name}”.` };
      return { kind: 'info', word: 'Ready', meaning: 'It is sent with the next sync.' };
  }
}

const labels: Record<string, string> = {
  name: 'Name',
  display_name: 'Display Name',
  lookup_key: 'Lookup Key',
  description: 'Description',
  entity_type: 'Entity Type',
  entity_id: 'Plan',
  group_id: 'Group',
  meter_id: 'Feature',
  meter: 'Measured by',
  status: 'Status',
  amount: 'Price',
  billing_model: 'Billing Model',
  tier_mode: 'Tier Mode',
  tiers: 'Tiers',
  transform_quantity: 'Package',
  start_date: 'Start',
  end_date: 'End',
  display_order: 'Order',
  billing_period: 'Billing Period',
  billing_period_count: 'Periods',
  invoice_cadence: 'Billing Timing',
  trial_period_days: 'Trial Days',
  min_quantity: 'Minimum Quantity',
  unit_singular: 'Unit',
  unit_plural: 'Units',
  reporting_unit: 'Reporting Unit',
  alert_settings: 'Alerts',
  currency: 'Currency',
  metadata: 'Metadata',
  type: 'Type',
};

/** A field as people call it; a key of metadata by itself. */
export function fieldLabel(field: string): string {
  const [name = '', ...key] = field.split('.');
  return key.length > 0 ? `${labels[name] ?? name}: ${key.join('.')}` : (labels[name] ?? name);
}

const usual: Record<string, unknown> = { display_order: 0, billing_period_count: 1, trial_period_days: 0 };

/** Whether a new row has a value that is there where nobody chose any. */
export const isUsual = (field: string, value: unknown): boolean => usual[field] === value;

/** Old and new of a field, line by line: metadata by its keys, everything else as one. */
export function diffLines({ field, from, to }: { field: string; from: unknown; to: unknown }) {
  if (field !== 'metadata') return [{ field, from, to }];
  const [before, after] = [recordOf(from), recordOf(to)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort()
    .map((key) => ({ field: `metadata.${key}`, from: before[key], to: after[key] }));
}

const recordOf = (value: unknown) => (value ?? {}) as Record<string, unknown>;

/** Fields of a change in a line; of a new row nothing, since all of it is new. */
export const fieldsText = ({ kind, fields }: PendingChange): string =>
  kind === 'create' ? '' : fields.map(({ field }) => fieldLabel(field)).join(', ');
