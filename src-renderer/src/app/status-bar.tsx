import { CircleAlert } from 'lucide-react';
import { toastFailure } from '../components/toast';
import { WorkProgress } from '../components/work-progress';
import { useDoorState } from '../door/door-state';
import { useEnvironment } from '../door/environment';
import { useJobs } from '../door/jobs';
import { useUpload } from '../door/upload-store';
import { useApiMutation } from '../door/use-api';
import { percentOf } from '../format/percent';
import { usePageStore } from './page';
import { SyncItem } from './sync-item';

function RunningWork() {
  const environment = useEnvironment();
  const upload = useUpload((state) => state.upload);
  const job = useJobs().find((one) => one.state === 'running' && one.environment_id === environment.id);
  const cancel = useApiMutation('job.cancel');
  if (upload) {
    return (
      <WorkProgress
        label={`Reading ${upload.name}`}
        percent={percentOf(upload.sent, upload.size)}
        onCancel={upload.cancel}
      />
    );
  }
  if (!job) return null;
  return (
    <WorkProgress
      label={job.title}
      percent={percentOf(job.done, job.total)}
      onCancel={() => cancel.mutate({ id: job.id }, { onError: toastFailure })}
    />
  );
}

/** Below everything: how the data is kept and synced, what runs, what the list shows. */
export function StatusBar() {
  const environment = useEnvironment();
  const { isOpen, storeFailure } = useDoorState();
  const status = usePageStore((state) => state.status);
  const isWell = isOpen && !storeFailure;
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-sunken px-3 text-12 text-secondary">
      <span role="status" className={isWell ? 'sr-only' : 'flex shrink-0 items-center gap-1.5'}>
        {!isWell && (
          <>
            <CircleAlert aria-hidden size={14} className="text-danger" />
            {storeFailure ? 'Cannot save' : 'Pricebook does not answer, trying again…'}
          </>
        )}
      </span>
      {/* Another environment is synced on its own: what is told of it is no change of this one. */}
      {isWell && <SyncItem key={environment.id} />}
      <RunningWork />
      <span className="ml-auto min-w-0 truncate" aria-live="polite">
        {status}
      </span>
    </footer>
  );
}
