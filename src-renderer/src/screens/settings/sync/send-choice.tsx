import type { Connection } from '@shared/entities/sync';
import { RadioCards } from '../../../components/radio-cards';

type Send = Connection['send'];

interface Props {
  value: Send;
  onChange(send: Send): void;
  error?: string | null;
  isDisabled?: boolean;
}

/** Whether changes are sent by themselves or after a review. */
export function SendChoice({ value, onChange, error, isDisabled = false }: Props) {
  return (
    <RadioCards<Send>
      label="Sending"
      value={value}
      onChange={onChange}
      error={error}
      isDisabled={isDisabled}
      cards={[
        {
          id: 'auto',
          label: 'Send automatically',
          description: 'A change is sent soon after it was saved. Usual for a Sandbox.',
        },
        {
          id: 'review',
          label: 'Send after review',
          description: 'A change waits in Pending changes until you release it. Usual for Production.',
        },
      ]}
    />
  );
}

export const marksLabel = 'Mark what is created';
export const marksText =
  'New plans, prices and features carry the metadata key “pricebook_operation” on a server without exactly-once keys. With it Pricebook recognises its own rows after a broken connection, instead of having to ask you. It is never shown here.';
