import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function CustomersScreen() {
  usePage('Customers', [{ label: 'Customers' }]);
  return (
    <Page>
      <PageHeader title="Customers" />
      <EmptyState title="Customers has no content yet" />
    </Page>
  );
}
