import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function CustomerUsageScreen() {
  usePage('Customer Usage', [{ label: 'Customer Usage' }]);
  return (
    <Page>
      <PageHeader title="Customer Usage" />
      <EmptyState title="Customer Usage has no content yet" />
    </Page>
  );
}
