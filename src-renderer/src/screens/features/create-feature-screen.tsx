import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function CreateFeatureScreen() {
  usePage('Create Feature', [{ label: 'Create Feature' }]);
  return (
    <Page>
      <PageHeader title="Create Feature" />
      <EmptyState title="Create Feature has no content yet" />
    </Page>
  );
}
