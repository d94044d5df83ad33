import { CircleAlert, HardDrive, X } from 'lucide-react';
import { Button as AriaButton, ProgressBar } from 'react-aria-components';
import { toastFailure } from '../components/toast';
import { TextWithTooltip } from '../components/tooltip';
import { useDoorState } from '../door/door-state';
import { useEnvironment } from '../door/environment';
import { useJobs } from '../door/jobs';
import { useUpload } from '../door/upload-store';
import { useApiMutation } from '../door/use-api';
import { usePageStore } from './page';

interface ProgressProps {
  label: string;
  /** 0 to 100; null while unknown. */
  percent: number | null;
  onCancel?: (() => void) | undefined;
}

function Progress({ label, percent, onCancel }: ProgressProps) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate">
        {label} {percent !== null && `${percent} %`}
      </span>
      <ProgressBar aria-label={label} value={percent ?? 0} isIndeterminate={percent === null} className="w-24">
        <span className="block h-1.5 overflow-hidden rounded-full bg-neutral-soft">
          <span
            className={`block h-full bg-link ${percent === null ? 'w-full animate-pulse' : ''}`}
            style={percent === null ? undefined : { width: `${percent}%` }}
          />
        </span>
      </ProgressBar>
      {onCancel && (
        <AriaButton
          aria-label={`Cancel: ${label}`}
          onPress={onCancel}
          className="flex size-6 items-center justify-center rounded-control hover:bg-hover"
        >
          <X aria-hidden size={14} />
        </AriaButton>
      )}
    </div>
  );
}

const percentOf = (done: number, total: number | null) =>
  total ? Math.min(100, Math.floor((done / total) * 100)) : null;

function RunningWork() {
  const environment = useEnvironment();
  const upload = useUpload((state) => state.upload);
  const job = useJobs().find((one) => one.state === 'running' && one.environment_id === environment.id);
  const cancel = useApiMutation('job.cancel');
  if (upload) {
    return (
      <Progress
        label={`Reading ${upload.name}`}
        percent={percentOf(upload.sent, upload.size)}
        onCancel={upload.cancel}
      />
    );
  }
  if (!job) return null;
  return (
    <Progress
      label={job.title}
      percent={percentOf(job.done, job.total)}
      onCancel={() => cancel.mutate({ id: job.id }, { onError: toastFailure })}
    />
  );
}

/** Below everything: where the data is, what runs, what the list shows. */
export function StatusBar() {
  const { isOpen, storeFailure } = useDoorState();
  const status = usePageStore((state) => state.status);
  const isWell = isOpen && !storeFailure;
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-sunken px-3 text-12 text-secondary">
      <span role="status" className="flex shrink-0 items-center gap-1.5">
        {isWell ? (
          <>
            <HardDrive aria-hidden size={14} className="text-ok" />
            <TextWithTooltip text="Everything is stored on this computer. Nothing is sent anywhere.">
              Local only
            </TextWithTooltip>
          </>
        ) : (
          <>
            <CircleAlert aria-hidden size={14} className="text-danger" />
            {storeFailure ? 'Cannot save' : 'Pricebook does not answer, trying again…'}
          </>
        )}
      </span>
      <RunningWork />
      <span className="ml-auto min-w-0 truncate" aria-live="polite">
        {status}
      </span>
    </footer>
  );
}
