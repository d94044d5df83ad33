import type { CustomerFile } from '@shared/entities/customer-file';
import { countText, formatCount } from '../../format/quantity';

/** What a file of customers does, in words. */
export function customerFileText(done: Omit<CustomerFile, 'problems' | 'header' | 'ignored_columns'>): string {
  const parts = [
    done.customers_created > 0 && `${countText(done.customers_created, 'customer', 'customers')} created`,
    done.customers_updated > 0 && `${formatCount(done.customers_updated)} updated`,
    done.put > 0 && `${countText(done.put, 'plan begins', 'plans begin')}`,
    done.changed > 0 && `${countText(done.changed, 'plan ends', 'plans end')} on another day`,
    done.unchanged > 0 && `${countText(done.unchanged, 'row changes', 'rows change')} nothing`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'nothing changes';
}
