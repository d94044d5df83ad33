import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function PlanScreen() {
  usePage('Plan', [{ label: 'Plan' }]);
  return (
    <Page>
      <PageHeader title="Plan" />
      <EmptyState title="Plan has no content yet" />
    </Page>
  );
}
