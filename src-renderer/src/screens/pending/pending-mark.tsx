import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { CloudUpload } from 'lucide-react';
import { TextWithTooltip } from '../../components/tooltip';
import { useApiQuery } from '../../door/use-api';
import { fieldLabel, kindLooks } from './change-words';

/** Beside the name of a row in a list: that the server does not have it as it is here, and in what. */
export function PendingMark({ entity, id }: { entity: SyncedEntity; id: string }) {
  // The same question for every row of the list: it is asked once.
  const { data } = useApiQuery('pending.marks', { entity });
  const mark = data?.items.find((item) => item.id === id);
  if (!mark) return null;
  const fields = mark.kind === 'create' ? '' : `: ${mark.fields.map(fieldLabel).join(', ')}`;
  const change = `${kindLooks[mark.kind].word}${fields}.`;
  const how = mark.state === 'local_only' ? 'Stays here: this server cannot take it.' : 'Not on the server yet.';
  return (
    <span className="ml-2 shrink-0 text-pending">
      <TextWithTooltip text={`${how} ${change}`}>
        <CloudUpload aria-hidden size={14} className="inline" />
        <span className="sr-only">{mark.state === 'local_only' ? 'Stays here' : 'Pending'}</span>
      </TextWithTooltip>
    </span>
  );
}
