import { Lock } from 'lucide-react';
import { fieldError } from '../../components/form';
import { TextField } from '../../components/text-field';
import type { CustomerDraft } from './customer-draft';

interface Props {
  draft: CustomerDraft;
  /** What the store refused. */
  error: unknown;
  /** Whether usage is counted under the external ID, which stays what it is then. */
  isIdFixed?: boolean;
}

/** The fields of a customer that are shown of it. */
export function CustomerFields({ draft, error, isIdFixed = false }: Props) {
  const { texts, set } = draft;
  return (
    <>
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={texts.name}
        onChange={(name) => set({ name })}
        maxLength={255}
        error={fieldError(error, 'name', draft.nameError)}
      />
      <TextField
        label="External ID"
        isRequired
        isMono
        isReadOnly={isIdFixed}
        prefix={isIdFixed && <Lock aria-hidden size={14} />}
        value={texts.external_id}
        onChange={(external_id) => set({ external_id })}
        maxLength={255}
        error={fieldError(error, 'external_id', draft.idError)}
        description={
          isIdFixed
            ? 'Fixed: what the customer is charged for is counted under it.'
            : 'Usage events name the customer by it, letter by letter.'
        }
      />
      <TextField
        label="Email"
        inputMode="email"
        value={texts.email}
        onChange={(email) => set({ email })}
        maxLength={255}
        error={fieldError(error, 'email')}
      />
    </>
  );
}

export const customerFieldNames = ['name', 'external_id', 'email'] as const;
