import type { Snapshot } from '@shared/rules/sync/synced-fields';
import type { MappedEntity } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { adoptMeter } from './adopt-meter';
import type { Page } from './page';

export type Localized = { theirs: Snapshot } | { missing: { entity: MappedEntity; remote_id: string } };

/**
 * A row of the server with local ids in place of the server's, as local rows are compared. What it refers to and is not
 * known here is named instead: a price is never inserted without its plan or what it measures. A meter that came along
 * with the price is made here.
 */
export function localize(page: Page, { snapshot, meter, parent_id }: RemoteRow): Localized {
  if (page.entity !== 'price') return { theirs: snapshot };
  const { references } = page;
  const plan = snapshot.entity_id as string;
  const group = snapshot.group_id as string | null;
  const entity_id = references.plan.get(plan);
  if (entity_id === undefined) return { missing: { entity: 'plan', remote_id: plan } };
  const group_id = group === null ? null : references.group.get(group);
  if (group_id === undefined) return { missing: { entity: 'group', remote_id: group ?? '' } };
  if (parent_id !== null && !references.price.has(parent_id)) {
    return { missing: { entity: 'price', remote_id: parent_id } };
  }
  const measured = snapshot.meter_id as string | null;
  let meter_id = measured === null ? null : references.meter.get(measured);
  if (meter_id === undefined && meter?.remote_id === measured) meter_id = adoptMeter(page, meter, 'any');
  if (meter_id === undefined) return { missing: { entity: 'meter', remote_id: measured ?? '' } };
  return { theirs: { ...snapshot, entity_id, group_id, meter_id } };
}
