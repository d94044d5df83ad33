import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button } from '../../components/button';
import { ListPage, PageHeader } from '../../components/page-header';
import { Tabs } from '../../components/tabs';
import { CustomerList } from './customer-list';
import { ImportCustomersDialog } from './import-customers-dialog';
import { LastCustomerWork } from './last-customer-work';
import { PlanView } from './plan-view';

const crumbs = [{ label: 'Usage' }, { label: 'Customers', to: '/customers' }];

/** Customers: whose usage there is, and which plans they are on. */
export function CustomersScreen() {
  usePage('Customers', crumbs);
  const [{ view }, setView] = useSearchState({ view: 'list' });
  const [isImporting, setImporting] = useState(false);
  return (
    <ListPage>
      <PageHeader
        title="Customers"
        actions={
          <Button icon={<FileUp aria-hidden size={16} />} onPress={() => setImporting(true)}>
            Import customers
          </Button>
        }
      />
      <LastCustomerWork />
      <Tabs
        label="Views of customers"
        value={view === 'plans' ? 'plans' : 'list'}
        onChange={(next) => setView({ view: next })}
        tabs={[
          { id: 'list', label: 'Usage', content: <CustomerList /> },
          { id: 'plans', label: 'Plans', content: <PlanView /> },
        ]}
      />
      {isImporting && <ImportCustomersDialog onClose={() => setImporting(false)} />}
    </ListPage>
  );
}
