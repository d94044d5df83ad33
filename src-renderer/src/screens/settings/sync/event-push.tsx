import { Button } from '../../../components/button';
import { Notice } from '../../../components/form';
import { RelativeTime } from '../../../components/relative-time';
import { toastFailure } from '../../../components/toast';
import { WorkProgress } from '../../../components/work-progress';
import { useEnvironment } from '../../../door/environment';
import { noteJob, useJobs } from '../../../door/jobs';
import { useApiMutation, useApiQuery } from '../../../door/use-api';
import { percentOf } from '../../../format/percent';
import { countText } from '../../../format/quantity';

/** Sends usage events that were recorded here, when the person says so. */
export function EventPush({ isOffline }: { isOffline: boolean }) {
  const environment = useEnvironment();
  const state = useApiQuery('eventPush.get', {}).data;
  const start = useApiMutation('eventPush.start');
  const cancel = useApiMutation('job.cancel');
  const job = useJobs().find(({ kind, environment_id }) => kind === 'event_push' && environment_id === environment.id);
  const isRunning = job?.state === 'running';
  const waiting = state?.waiting ?? null;
  return (
    <section aria-labelledby="event-push" className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 id="event-push" className="text-16 font-semibold">
          Usage events
        </h2>
        <p className="text-14 text-secondary">
          Events recorded in {environment.name} are sent to the server only when you press the button, each with its own
          id: one the server has already changes nothing there. One that is corrected here is sent again; one that is
          deleted here stays on the server. Events of the server are not brought here; its figures can be compared in
          Analytics.
        </p>
      </div>
      {job?.state === 'failed' && <Notice kind="danger">{job.message ?? 'The events could not be sent.'}</Notice>}
      <div className="flex flex-wrap items-center gap-3 text-14">
        {isRunning ? (
          <WorkProgress
            label={job.title}
            percent={percentOf(job.done, job.total)}
            onCancel={() => cancel.mutate({ id: job.id }, { onError: toastFailure })}
          />
        ) : (
          <Button
            isDisabled={isOffline || waiting === 0 || waiting === null}
            isPending={start.isPending}
            onPress={() => start.mutate({}, { onSuccess: noteJob, onError: toastFailure })}
          >
            {state?.is_unfinished ? 'Go on sending events' : 'Send events'}
          </Button>
        )}
        <span role="status" className="min-w-0 text-secondary">
          {waiting !== null &&
            (waiting === 0
              ? state?.pushed_until
                ? 'Every event was sent.'
                : 'There are no events to send.'
              : `${countText(waiting, 'event was', 'events were')} not sent yet.`)}
          {state?.pushed_until && (
            <>
              {' '}
              Last complete sending: <RelativeTime instant={state.pushed_until} />
            </>
          )}
        </span>
      </div>
    </section>
  );
}
