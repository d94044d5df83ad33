import { Link } from '@tanstack/react-router';
import { Layers } from 'lucide-react';
import { Button, buttonClass } from '../../components/button';
import { EmptyState } from '../../components/states';
import { useEnvironment } from '../../door/environment';
import { useLoadSample } from '../first-run/use-load-sample';

/** No group at all: what groups are for, and the ways to get some. */
export function NoGroups({ onCreate }: { onCreate(): void }) {
  const environment = useEnvironment();
  const sample = useLoadSample();
  return (
    <EmptyState
      title="No groups yet"
      icon={<Layers aria-hidden size={32} />}
      actions={
        <>
          <Button kind="primary" onPress={onCreate}>
            Create Group
          </Button>
          <Link to="/imports" className={buttonClass('secondary')}>
            Import usage
          </Link>
          {environment.is_empty && (
            <Button isPending={sample.isLoading} onPress={sample.load}>
              Load the sample catalog
            </Button>
          )}
        </>
      }
    >
      A group is a named bucket of prices, such as “GPU Usage”. Analytics and reports add up usage and cost by group.
    </EmptyState>
  );
}
