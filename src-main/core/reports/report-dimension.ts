import type { ReportEntryKind } from '@shared/entities/analytics';
import type { Store } from '../store/open';
import type { CollectedCharge } from './ledger';
import { customerNames, noGroupName, planNames } from './report-names';

/** What an entry of a report is called. */
export interface EntryName {
  key: string;
  kind: ReportEntryKind;
  name: string;
  /** Null for any entry that is no group. */
  group_id: string | null;
  lookup_key: string;
}

/** A charge, and the source or property value its events have when these are kept apart. */
export interface PartCharge extends CollectedCharge {
  part?: string | null;
}

/** What the entries of a report are. */
export interface Dimension {
  /** Tells entries apart within a currency. */
  idOf(charge: PartCharge): string;
  nameOf(charge: PartCharge): EntryName;
}

/** Rows under an entry are prices where entries are features already. */
export const rowsOfEntries = (group_by: string) => (group_by === 'feature' ? 'price' : 'feature');

/** Whether a report by this reads events into parts that are each charged from zero. */
export const isByPart = (group_by: string) => group_by === 'source' || group_by.startsWith('properties.');

/** The entries that `group_by` asks for; `charges` are those that will be named. */
export function dimensionOf(
  store: Store,
  environment_id: string,
  group_by: string,
  charges: readonly PartCharge[],
): Dimension {
  if (group_by === 'feature') return byFeature;
  if (group_by === 'customer') return byCustomer(store, environment_id, charges);
  if (group_by === 'plan') return byPlan(store, environment_id);
  return isByPart(group_by) ? byPart(group_by) : byGroup;
}

const byGroup: Dimension = {
  idOf: ({ price }) => price.group?.id ?? '',
  nameOf({ price: { group } }) {
    if (!group) return { ...none, name: noGroupName };
    return { key: group.id, kind: 'group', name: group.name, group_id: group.id, lookup_key: group.lookup_key };
  },
};

const none = { key: '', kind: 'none', group_id: null, lookup_key: '' } as const;

const byFeature: Dimension = {
  idOf: ({ price: { meter } }) => meter.feature_id || meter.id,
  nameOf: ({ price: { meter } }) => ({
    key: meter.feature_id || meter.id,
    kind: 'feature',
    name: meter.name,
    group_id: null,
    lookup_key: '',
  }),
};

function byCustomer(store: Store, environment_id: string, charges: readonly PartCharge[]): Dimension {
  const idOf = ({ charge }: PartCharge) => charge?.customer_id ?? '';
  const names = customerNames(store, environment_id, [...new Set(charges.map(idOf))]);
  return {
    idOf,
    nameOf(charge) {
      const key = idOf(charge);
      const known = names.get(key);
      const lookup_key = known?.external_id ?? '';
      return { key, kind: 'customer', name: known?.name || lookup_key, group_id: null, lookup_key };
    },
  };
}

function byPlan(store: Store, environment_id: string): Dimension {
  const names = planNames(store, environment_id);
  return {
    idOf: ({ price }) => price.plan_id,
    nameOf({ price: { plan_id } }) {
      const plan = names.get(plan_id);
      return {
        key: plan_id,
        kind: 'plan',
        name: plan?.name ?? plan_id,
        group_id: null,
        lookup_key: plan?.lookup_key ?? '',
      };
    },
  };
}

/** The name of the events without a source, or without the property. */
export const nameOfNone = (group_by: string) =>
  group_by === 'source' ? 'No source' : `No ${group_by.slice('properties.'.length)}`;

function byPart(group_by: string): Dimension {
  const kind = group_by === 'source' ? 'source' : 'property';
  return {
    idOf: ({ part }) => (typeof part === 'string' ? `=${part}` : ''),
    nameOf({ part }) {
      if (typeof part !== 'string') return { ...none, name: nameOfNone(group_by) };
      return { key: part, kind, name: part, group_id: null, lookup_key: '' };
    },
  };
}
