import type { Job } from '@shared/entities/job';
import { TextWithTooltip } from '../../components/tooltip';
import { formatCount } from '../../format/quantity';

/** What became of the rows of a file. */
export function ImportCounts({ job }: { job: Job }) {
  const facts = job.import;
  if (!facts) return null;
  const counts = [
    { label: 'Rows read', value: facts.rows_read, note: null },
    { label: 'Accepted', value: facts.rows_accepted, note: null },
    {
      label: 'Known already',
      value: facts.rows_known,
      note: 'Rows whose event_id is stored with the same content: counted once.',
    },
    ...(facts.rows_replaced > 0
      ? [
          {
            label: 'Replaced',
            value: facts.rows_replaced,
            note: 'Rows that a later row of the file with the same event_id replaced.',
          },
        ]
      : []),
    { label: 'Rejected', value: facts.rows_failed, note: null },
  ];
  return (
    <dl className={`grid grid-cols-2 gap-3 ${counts.length > 4 ? 'sm:grid-cols-5' : 'sm:grid-cols-4'}`}>
      {counts.map(({ label, value, note }) => (
        <div key={label} className="rounded-control border border-line p-3">
          <dt className="text-13 text-muted">
            {note ? <TextWithTooltip text={note}>{label}</TextWithTooltip> : label}
          </dt>
          <dd className={`text-20 font-semibold ${label === 'Rejected' && value > 0 ? 'text-danger' : ''}`}>
            {formatCount(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
