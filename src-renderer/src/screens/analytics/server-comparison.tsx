import type { Job } from '@shared/entities/job';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button, buttonClass } from '../../components/button';
import { Notice } from '../../components/form';
import { LoadingState } from '../../components/states';
import { toastFailure } from '../../components/toast';
import { WorkProgress } from '../../components/work-progress';
import { useEnvironment } from '../../door/environment';
import { noteJob, useJobs } from '../../door/jobs';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { percentOf } from '../../format/percent';
import { countText, formatCount } from '../../format/quantity';
import { ComparedTable } from './compared-table';

interface Props {
  start_time: string;
  end_time: string;
}

/** The same range as the connected server counts it, beside the figures of this computer. */
export function ServerComparison(range: Props) {
  const connection = useApiQuery('connection.get', {});
  return (
    <section aria-labelledby="server-comparison" className="flex min-w-0 flex-col gap-3 print:hidden">
      <div>
        <h2 id="server-comparison" className="text-16 font-semibold">
          Compared with the server
        </h2>
        <p className="text-13 text-secondary">
          The server’s own analytics of this range beside the same question asked here, for every customer known here;
          filters do not apply.
        </p>
      </div>
      {!connection.data ? (
        <LoadingState label="Loading the connection" rows={2} />
      ) : connection.data.connection === null ? (
        <Notice kind="info">
          <p>There is no server to compare with: this environment is only on this computer.</p>
          <Link to="/settings/sync" className={buttonClass('secondary', 'mt-2')}>
            Connect a server…
          </Link>
        </Notice>
      ) : connection.data.connection.is_offline ? (
        <Notice kind="pending">“Work offline” is on. Switch it off in Settings › Sync to ask the server.</Notice>
      ) : (
        <Comparison key={`${range.start_time} ${range.end_time}`} {...range} />
      )}
    </section>
  );
}

function Comparison({ start_time, end_time }: Props) {
  const environment = useEnvironment();
  const compare = useApiMutation('remoteUsage.compare');
  const cancel = useApiMutation('job.cancel');
  const job = useJobs().find(({ id, environment_id }) => id === compare.data?.id && environment_id === environment.id);
  const { mutate } = compare;
  const ask = () => mutate({ start_time, end_time }, { onSuccess: noteJob });
  const isAsked = useRef(false);
  useEffect(() => {
    // The switch is the question; it is asked once per range.
    if (isAsked.current) return;
    isAsked.current = true;
    mutate({ start_time, end_time }, { onSuccess: noteJob });
  }, [mutate, start_time, end_time]);

  const again = <Button onPress={ask}>Compare again</Button>;
  if (compare.error) {
    return <Failure text={compare.error.message}>{again}</Failure>;
  }
  if (!job || job.state === 'running') {
    return (
      <div role="status" className="flex flex-wrap items-center gap-3 text-14 text-secondary">
        <WorkProgress
          label={job ? progressText(job) : 'Asking the server…'}
          percent={job ? percentOf(job.done, job.total) : null}
          {...(job && { onCancel: () => cancel.mutate({ id: job.id }, { onError: toastFailure }) })}
        />
      </div>
    );
  }
  if (job.state === 'cancelled') return <Failure text="The comparison was stopped.">{again}</Failure>;
  const found = job.usage_comparison;
  if (!found) return <Failure text={job.message ?? 'The server could not be asked.'}>{again}</Failure>;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="mr-auto text-14">
          {found.different === 0
            ? `Both agree on ${countText(found.rows.length, 'row', 'rows')} of ${countText(found.customers, 'customer', 'customers')}.`
            : `${countText(found.different, 'row differs', 'rows differ')} of ${formatCount(found.rows.length + found.rows_left)}.`}{' '}
          <span className="text-muted">As of {formatDateTime(found.compared_at)}</span>
        </p>
        {again}
      </div>
      {found.unmapped > 0 && (
        <Notice kind="pending">
          {countText(found.unmapped, 'row is', 'rows are')} charged on the server by prices that are not linked with
          ones here; sync first to bring them.
        </Notice>
      )}
      <ComparedTable found={found} />
    </>
  );
}

const progressText = ({ done, total }: Job) =>
  total === null ? 'Asking the server…' : `${formatCount(done)} of ${countText(total, 'customer', 'customers')}:`;

function Failure({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Notice kind="danger">
      <p>{text}</p>
      <div className="mt-2">{children}</div>
    </Notice>
  );
}
