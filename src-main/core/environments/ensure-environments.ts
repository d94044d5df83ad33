import { defaultTenantId } from '@shared/ids';
import type { Deps } from '../deps';

/** A new profile starts with a Sandbox to try things in and a Production that is empty. */
export function ensureEnvironments({ store, newId }: Deps): void {
  const { sqlite } = store;
  const known = sqlite.prepare('select count(*) from environments').pluck().get();
  if (known !== 0) return;
  const insert = sqlite.prepare('insert into environments (id, tenant_id, name, type) values (?, ?, ?, ?)');
  sqlite.transaction(() => {
    insert.run(newId('environment'), defaultTenantId, 'Sandbox', 'development');
    insert.run(newId('environment'), defaultTenantId, 'Production', 'production');
  })();
}
