import { Link2Off } from 'lucide-react';
import { EmptyState } from '../components/states';

/** Links end on purpose, so this is no error: it says what happened and what to do. */
export function LinkEndedState() {
  return (
    <>
      <h1 className="sr-only">Usage</h1>
      <EmptyState title="This link does not work any more" icon={<Link2Off aria-hidden size={24} />}>
        Links to a usage page end after a while. Ask whoever sent it to you for a new one, and check that you opened the
        whole address.
      </EmptyState>
    </>
  );
}
