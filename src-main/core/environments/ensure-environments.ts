import { defaultTenantId } from '@shared/ids';
import type { Deps } from '../deps';

/** A new profile starts with a Sandbox to try things in and a Production that is empty. */
export function ensureEnvironments({ store, newId }: Deps): void {
  const { sqlite } = store;
  const count = sqlite.prepare('select count(*) from environments').pluck();
  if (count.get() !== 0) return;
  const insert = sqlite.prepare('insert into environments (id, tenant_id, name, type) values (?, ?, ?, ?)');
  const create = sqlite.transaction(() => {
    // Another process may have been quicker.
    if (count.get() !== 0) return;
    insert.run(newId('environment'), defaultTenantId, 'Sandbox', 'development');
    insert.run(newId('environment'), defaultTenantId, 'Production', 'production');
  });
  create.immediate();
}
