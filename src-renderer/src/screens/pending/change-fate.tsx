import { Link } from '@tanstack/react-router';
import { ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { countText } from '../../format/quantity';
import type { ChangeKey } from './use-change-actions';

/** What became of a change that was shown and is not pending any more. `lastAt`: when it last changed as it was shown. */
export function ChangeFate({ changeKey, lastAt }: { changeKey: ChangeKey; lastAt: string | undefined }) {
  const { entity, id } = changeKey;
  const asked = { entity, id, ...(lastAt !== undefined && { last_at: lastAt }) };
  const { data: fate, error, refetch } = useApiQuery('pending.fate', asked, { keepPrevious: false });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!fate) return <LoadingState />;
  return (
    <div role="status" className="flex flex-col gap-2 p-4 text-14 text-secondary">
      <p>
        {fate.sent_at === null
          ? 'This change is not pending any more: nothing of it is left to be sent.'
          : `Sent at ${formatDateTime(fate.sent_at)}: the server has it.`}
      </p>
      {fate.conflicts > 0 && (
        <p>
          {countText(fate.conflicts, 'thing about it is', 'things about it are')} to be decided in{' '}
          <Link to="/conflicts" className="rounded-control text-link underline">
            Conflicts
          </Link>
          .
        </p>
      )}
    </div>
  );
}
