import type { Connection } from '@shared/entities/sync';
import { Notice } from '../../../components/form';
import { Switch } from '../../../components/switch';
import { useApiMutation } from '../../../door/use-api';
import { marksLabel, marksText, SendChoice } from './send-choice';

/** How changes travel between here and the server. */
export function SyncOptions({ connection }: { connection: Connection }) {
  const update = useApiMutation('connection.update');
  // The answer to a change shows at once; a switch never springs back while it is on its way.
  const shown = { ...connection, ...(update.isPending ? update.variables : null) };
  return (
    <section aria-labelledby="sync-options" className="flex flex-col gap-4">
      <h2 id="sync-options" className="text-16 font-semibold">
        How changes travel
      </h2>
      {update.error && <Notice kind="danger">{update.error.message}</Notice>}
      <Switch
        isSelected={shown.is_offline}
        onChange={(is_offline) => update.mutate({ is_offline })}
        description="Nothing is sent or fetched until you switch it off, also after a restart."
      >
        Work offline
      </Switch>
      <SendChoice value={shown.send} onChange={(send) => update.mutate({ send })} />
      <Switch
        isSelected={shown.marks_operations}
        onChange={(marks_operations) => update.mutate({ marks_operations })}
        description={marksText}
      >
        {marksLabel}
      </Switch>
    </section>
  );
}
