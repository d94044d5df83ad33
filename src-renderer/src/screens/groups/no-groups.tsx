import { Link } from '@tanstack/react-router';
import { Layers } from 'lucide-react';
import { Button, buttonClass } from '../../components/button';
import { EmptyState } from '../../components/states';
import { LoadSampleButton } from '../first-run/load-sample-button';

/** No group at all: what groups are for, and the ways to get some. */
export function NoGroups({ onCreate }: { onCreate(): void }) {
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
          <LoadSampleButton />
        </>
      }
    >
      A group is a named bucket of prices, such as “GPU Usage”. Analytics and reports add up usage and cost by group.
    </EmptyState>
  );
}
