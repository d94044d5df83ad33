import type { RemoteExtension } from '@shared/entities/sync';
import { markKey } from '@shared/rules/sync/operation-mark';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { MappedEntity } from '../remote/id-map';

type Body = Record<string, unknown>;

/** What a body is made with. */
export interface Wording {
  /** The server's id of a local row. */
  remoteOf(entity: MappedEntity, local_id: string): string;
  /** The operation that metadata names: the one that makes the row; null where there is no mark. */
  mark: string | null;
  extensions: ReadonlySet<RemoteExtension>;
}

const isGiven = (value: unknown) => value !== null && value !== undefined && value !== '';

/** A request needs no member that says nothing. */
const withoutEmpty = (body: Body): Body => Object.fromEntries(Object.entries(body).filter(([, one]) => isGiven(one)));

const markedMetadata = (metadata: unknown, mark: string | null): Body => ({
  ...(metadata as Body),
  ...(mark !== null && { [markKey]: mark }),
});

/** Metadata of a new row: absent when there is none. */
function newMetadata(metadata: unknown, mark: string | null): Body | null {
  const marked = markedMetadata(metadata, mark);
  return Object.keys(marked).length > 0 ? marked : null;
}

/** A meter's create request (wire contract 5.6). */
export function meterBody(part: Body): Body {
  return { ...part, aggregation: withoutEmpty(part.aggregation as Body) };
}

/** How much, by the fields that the model reads (wire contract 3.2). */
function termsBody(mine: Snapshot): Body {
  const { billing_model, amount, tier_mode, tiers, transform_quantity } = mine;
  if (billing_model === 'TIERED') {
    return withoutEmpty({ billing_model, tier_mode, tiers: (tiers as Body[] | null)?.map(tierBody) });
  }
  const size = billing_model === 'PACKAGE' && { transform_quantity: withoutEmpty(transform_quantity as Body) };
  return { billing_model, amount, ...size };
}

const tierBody = ({ up_to, unit_amount, flat_amount }: Body): Body => ({
  up_to,
  unit_amount,
  ...(isGiven(flat_amount) && { flat_amount }),
});

/** The request that makes a row; `meter_id` is the server's id of the meter that a feature measures, where it has it. */
export function createBody(
  entity: SyncedEntity,
  mine: Snapshot,
  { remoteOf, mark }: Wording,
  meter_id: string | null = null,
): Body {
  const { status: _status, metadata, ...rest } = mine;
  if (entity === 'group') return rest;
  const own = { ...rest, metadata: newMetadata(metadata, mark) };
  if (entity === 'plan') return withoutEmpty(own);
  if (entity === 'feature') {
    const { meter, alert_settings, ...feature } = own as Body;
    const measured = meter ? (meter_id ? { meter_id } : { meter: meterBody(meter as Body) }) : {};
    return { ...withoutEmpty({ ...feature, alert_settings: alertBody(alert_settings) }), ...measured };
  }
  const { billing_model, amount, tier_mode, tiers, transform_quantity, entity_id, ...price } = own as Body;
  return {
    entity_type: 'PLAN',
    entity_id: remoteOf('plan', String(entity_id)),
    price_unit_type: 'FIAT',
    ...withoutEmpty({
      ...price,
      meter_id: price.meter_id ? remoteOf('meter', String(price.meter_id)) : null,
      group_id: price.group_id ? remoteOf('group', String(price.group_id)) : null,
      min_quantity: price.min_quantity === null ? null : Number(price.min_quantity),
    }),
    ...termsBody(mine),
  };
}

const alertBody = (settings: unknown) => (settings ? withoutEmpty(settings as Body) : null);

/** The request that brings fields of a row up to date in place; an empty text of a price is named in `clear`. */
export function updateBody(entity: SyncedEntity, fields: readonly string[], mine: Snapshot, wording: Wording): Body {
  const body: Body = {};
  const clear: string[] = [];
  for (const field of fields) {
    const value = mine[field];
    if (field === 'metadata') body.metadata = markedMetadata(value, wording.mark);
    else if (field === 'meter') body.filters = (value as Body | null)?.filters ?? [];
    else if (field === 'alert_settings') body.alert_settings = alertBody(value);
    else if (field === 'group_id') body.group_id = value ? wording.remoteOf('group', String(value)) : '';
    else if (entity === 'price' && !isGiven(value)) clear.push(field);
    else body[field] = value;
  }
  return clear.length > 0 ? { ...body, clear } : body;
}

const texts = ['display_name', 'lookup_key', 'description'] as const;

/** The request that gives a price new terms, and the details in which the version differs from the one before. */
export function versionBody(mine: Snapshot, before: Snapshot, wording: Wording): { body: Body; details: string[] } {
  const canSend = (field: string) => isGiven(mine[field]) || wording.extensions.has('clear_text_fields');
  const details: string[] = texts.filter((field) => !sameValue(mine[field], before[field]) && canSend(field));
  if (!sameValue(mine.group_id, before.group_id)) details.push('group_id');
  if (!sameValue(mine.metadata, before.metadata) || wording.mark !== null) details.push('metadata');
  const body = { effective_from: mine.start_date, ...termsBody(mine), ...updateBody('price', details, mine, wording) };
  return { body, details };
}
