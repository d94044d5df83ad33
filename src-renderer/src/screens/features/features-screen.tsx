import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function FeaturesScreen() {
  usePage('Features', [{ label: 'Features' }]);
  return (
    <Page>
      <PageHeader title="Features" />
      <EmptyState title="Features has no content yet" />
    </Page>
  );
}
