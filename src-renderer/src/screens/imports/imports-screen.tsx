import { usePage } from '../../app/page';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState } from '../../components/states';

export function ImportsScreen() {
  usePage('Imports', [{ label: 'Imports' }]);
  return (
    <Page>
      <PageHeader title="Imports" />
      <EmptyState title="Imports has no content yet" />
    </Page>
  );
}
