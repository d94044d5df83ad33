import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function GroupsScreen() {
  usePage('Groups', [{ label: 'Groups' }]);
  return (
    <Page>
      <PageHeader title="Groups" />
      <EmptyState title="Groups has no content yet" />
    </Page>
  );
}
