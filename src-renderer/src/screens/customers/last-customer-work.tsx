import { Undo2, X } from 'lucide-react';
import { create } from 'zustand';
import { Button } from '../../components/button';
import { FocusGoesOn } from '../../components/focus-goes-on';
import { IconButton } from '../../components/icon-button';
import { useEnvironment } from '../../door/environment';
import { useJobs } from '../../door/jobs';
import { customerJobText } from './customer-job-text';
import { takeBackJob } from './tell-customer-job';

/** What was put out of sight; it can be undone no less by the message that told of it. */
const useHidden = create<{ ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));

/** The last import of customers or change of many plans while it can be taken back: longer than its message stays. */
export function LastCustomerWork() {
  const environment = useEnvironment();
  const hidden = useHidden((state) => state.ids);
  const job = useJobs().find(
    (one) => one.environment_id === environment.id && one.can_undo && one.state !== 'running' && !hidden.has(one.id),
  );
  if (!job) return null;
  const text = customerJobText(job);
  return (
    <FocusGoesOn>
      <section
        aria-label="Last change of many customers"
        className="flex items-center gap-2 rounded-control border border-line bg-raised py-1 pr-1 pl-3 text-14"
      >
        <p title={text} className="line-clamp-2 min-w-0 flex-1 break-words text-secondary">
          {text}
        </p>
        <Button icon={<Undo2 aria-hidden size={16} />} onPress={() => takeBackJob(job.id)}>
          Undo
        </Button>
        <IconButton
          label="Hide"
          icon={<X size={16} />}
          onPress={() => useHidden.setState({ ids: new Set([...hidden, job.id]) })}
        />
      </section>
    </FocusGoesOn>
  );
}
