import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function GroupScreen() {
  usePage('Group', [{ label: 'Group' }]);
  return (
    <Page>
      <PageHeader title="Group" />
      <EmptyState title="Group has no content yet" />
    </Page>
  );
}
