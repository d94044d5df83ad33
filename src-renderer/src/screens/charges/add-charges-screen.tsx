import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function AddChargesScreen() {
  usePage('Add Charges', [{ label: 'Add Charges' }]);
  return (
    <Page>
      <PageHeader title="Add Charges" />
      <EmptyState title="Add Charges has no content yet" />
    </Page>
  );
}
