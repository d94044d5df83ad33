import { Link } from '@tanstack/react-router';
import { buttonClass } from '../components/button';
import { Page, PageHeader } from '../components/page-header';
import { usePage } from './page';

/** An address no screen has. */
export function NotFound() {
  usePage('Not found', [{ label: 'Not found' }]);
  return (
    <Page>
      <PageHeader title="This page does not exist" />
      <p className="text-14 text-secondary">The address may be mistyped, or from a newer version.</p>
      <div>
        <Link to="/groups" className={buttonClass('primary')}>
          Go to Groups
        </Link>
      </div>
    </Page>
  );
}
