import { FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { useShortcut } from '../../app/shortcuts';
import { useCreating } from '../../app/use-creating';
import { Button } from '../../components/button';
import { ListPage, PageHeader } from '../../components/page-header';
import { Tabs } from '../../components/tabs';
import { CreateCustomerDialog } from './create-customer-dialog';
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
  const { isCreating, begin, end } = useCreating();
  // Where plans are edited a letter begins to edit a cell.
  useShortcut('C', 'Add a customer', begin, view !== 'plans');
  return (
    <ListPage>
      <PageHeader
        title="Customers"
        actions={
          <>
            <Button icon={<FileUp aria-hidden size={16} />} onPress={() => setImporting(true)}>
              Import customers
            </Button>
            <Button
              kind="primary"
              icon={<Plus aria-hidden size={16} />}
              aria-label="Add: a new customer"
              onPress={begin}
            >
              Add
            </Button>
          </>
        }
      />
      <LastCustomerWork />
      <Tabs
        label="Views of customers"
        value={view === 'plans' ? 'plans' : 'list'}
        onChange={(next) => setView({ view: next })}
        tabs={[
          { id: 'list', label: 'Usage', content: <CustomerList onCreate={begin} /> },
          { id: 'plans', label: 'Plans', content: <PlanView /> },
        ]}
      />
      {isImporting && <ImportCustomersDialog onClose={() => setImporting(false)} />}
      {isCreating && <CreateCustomerDialog onClose={end} />}
    </ListPage>
  );
}
