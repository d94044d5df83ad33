import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function AnalyticsScreen() {
  usePage('Analytics', [{ label: 'Analytics' }]);
  return (
    <Page>
      <PageHeader title="Analytics" />
      <EmptyState title="Analytics has no content yet" />
    </Page>
  );
}
