import { useState } from 'react';
import { Button } from '../../../components/button';
import { Chip } from '../../../components/chip';
import { RowLink } from '../../../components/row-link';
import { ErrorState, LoadingState } from '../../../components/states';
import { useApiQuery } from '../../../door/use-api';
import { formatCount } from '../../../format/quantity';
import { entityWord } from './entity-word';
import { type Entry, entryText, entryWords } from './run-words';

const pageRows = 100;

function EntryName({ entry: { entity, row_id, name, what } }: { entry: Entry }) {
  const text = name || '—';
  // What was left out is known by the server's id, if it is here at all.
  return what === 'skipped' || what === 'failed' ? text : <RowLink entity={entity} id={row_id} text={text} />;
}

/** What one sync did to which row. */
export function RunEntries({ run }: { run: number }) {
  const [offset, setOffset] = useState(0);
  const entries = useApiQuery('sync.entries', { run, limit: pageRows, offset });
  if (entries.error) return <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />;
  if (!entries.data) return <LoadingState label="Loading what it did" rows={2} />;
  const { items, pagination } = entries.data;
  if (items.length === 0) return <p className="px-3 pb-3 text-14 text-muted">It touched no row.</p>;
  return (
    <div className="flex flex-col gap-2 px-3 pb-3">
      <ul aria-label="Rows of this sync" className="flex flex-col rounded-control bg-sunken px-3 py-1 text-14">
        {items.map((entry) => {
          const { kind, word } = entryWords[entry.what];
          return (
            <li key={entry.number} className="flex items-baseline gap-3 py-1">
              <span className="w-20 shrink-0">
                <Chip kind={kind}>{word}</Chip>
              </span>
              <span className="w-16 shrink-0 text-muted">{entityWord(entry.entity)}</span>
              <span className="min-w-0 flex-1 break-words">
                <EntryName entry={entry} /> <span className="text-muted">{entryText(entry)}</span>
              </span>
            </li>
          );
        })}
      </ul>
      {pagination.total > pageRows && (
        <div className="flex flex-wrap items-center gap-2 text-14 text-muted">
          <Button isDisabled={offset === 0} onPress={() => setOffset(Math.max(0, offset - pageRows))}>
            Previous
          </Button>
          <Button isDisabled={offset + pageRows >= pagination.total} onPress={() => setOffset(offset + pageRows)}>
            Next
          </Button>
          {formatCount(offset + 1)}–{formatCount(offset + items.length)} of {formatCount(pagination.total)}
        </div>
      )}
    </div>
  );
}
