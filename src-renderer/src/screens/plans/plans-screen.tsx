import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function PlansScreen() {
  usePage('Plans', [{ label: 'Plans' }]);
  return (
    <Page>
      <PageHeader title="Plans" />
      <EmptyState title="Plans has no content yet" />
    </Page>
  );
}
