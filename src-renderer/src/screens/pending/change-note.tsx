import type { PendingChange } from '@shared/entities/sync';
import { useState } from 'react';
import { Button } from '../../components/button';
import { TextArea } from '../../components/text-area';
import { toastFailure } from '../../components/toast';
import { useApiMutation } from '../../door/use-api';

/** Why it is changed, in the person's own words; it goes along with an exported change set. */
export function ChangeNote({ change: { entity, id, note } }: { change: PendingChange }) {
  const save = useApiMutation('pending.note');
  const [text, setText] = useState(note);
  const keep = () => {
    if (text !== note && !save.isPending) save.mutate({ entity, id, note: text }, { onError: toastFailure });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears when what is inside is left
    <div
      className="flex flex-col items-start gap-2"
      // Whoever goes on to the next change does not lose it.
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) keep();
      }}
    >
      <TextArea label="Note" rows={2} maxLength={2000} value={text} onChange={setText} className="w-full" />
      {text !== note && (
        <Button isPending={save.isPending} onPress={keep}>
          Save note
        </Button>
      )}
    </div>
  );
}
