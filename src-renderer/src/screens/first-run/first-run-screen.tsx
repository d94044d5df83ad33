import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function FirstRunScreen() {
  usePage('Welcome to Pricebook', [{ label: 'Welcome to Pricebook' }]);
  return (
    <Page>
      <PageHeader title="Welcome to Pricebook" />
      <EmptyState title="Welcome to Pricebook has no content yet" />
    </Page>
  );
}
