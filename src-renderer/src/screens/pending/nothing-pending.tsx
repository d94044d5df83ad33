import type { Connection } from '@shared/entities/sync';
import { Link } from '@tanstack/react-router';
import { CloudCheck, CloudOff } from 'lucide-react';
import { buttonClass } from '../../components/button';
import { EmptyState } from '../../components/states';
import { useEnvironment } from '../../door/environment';

/** Nothing waits to be sent: because all of it was, or because there is no server. */
export function NothingPending({ connection }: { connection: Connection | null }) {
  const environment = useEnvironment();
  if (!connection) {
    return (
      <EmptyState
        title={`${environment.name} is only on this computer`}
        icon={<CloudOff aria-hidden size={32} />}
        actions={
          <Link to="/settings/sync" className={buttonClass('primary')}>
            Connect a server
          </Link>
        }
      >
        Once it is connected with a server, every change that the server does not have yet is listed here: with what it
        changes, what it waits for, and a way back.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing is pending" icon={<CloudCheck aria-hidden size={32} />}>
      The server has everything as it is here. What you change is listed here until it was sent.
    </EmptyState>
  );
}
