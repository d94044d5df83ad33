import { History } from 'lucide-react';
import { useState } from 'react';
import { Chip } from '../../../components/chip';
import { EmptyState, ErrorState, LoadingState } from '../../../components/states';
import { useApiQuery } from '../../../door/use-api';
import { RunEntries } from './run-entries';
import { type Run, runStates, runText, whenText } from './run-words';

function RunRow({ run }: { run: Run }) {
  const [isOpen, setOpen] = useState(false);
  const { kind, word } = runStates[run.state];
  return (
    <li className="border-b border-line last:border-0">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer rounded-control px-3 py-2 text-14 hover:bg-hover">
          <span className="inline-flex max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-x-3 gap-y-1 align-top">
            <Chip kind={kind}>{word}</Chip>
            <time dateTime={run.started_at} className="text-muted">
              {whenText(run)}
            </time>
            <span className="min-w-0 break-words">{runText(run)}</span>
          </span>
        </summary>
        {isOpen && <RunEntries run={run.number} />}
      </details>
    </li>
  );
}

/** What syncs did, newest first; each opens to the rows it touched. */
export function RunHistory() {
  const runs = useApiQuery('sync.runs', { limit: 50 });
  return (
    <section aria-labelledby="sync-history" className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 id="sync-history" className="text-16 font-semibold">
          History
        </h2>
        <p className="text-14 text-secondary">The last syncs that exchanged something or failed.</p>
      </div>
      {runs.error ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : !runs.data ? (
        <LoadingState label="Loading the history" rows={3} />
      ) : runs.data.items.length === 0 ? (
        <EmptyState title="No sync yet" icon={<History aria-hidden size={24} />}>
          As soon as something was exchanged, it is listed here row by row.
        </EmptyState>
      ) : (
        <ul aria-label="Syncs" className="rounded-control border border-line">
          {runs.data.items.map((run) => (
            <RunRow key={run.number} run={run} />
          ))}
        </ul>
      )}
    </section>
  );
}
