import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button';
import { fieldError } from '../../../components/form';
import { MetadataEditor } from '../../../components/metadata-editor';
import { TextArea } from '../../../components/text-area';
import { TextField } from '../../../components/text-field';
import type { ChargeDraft, ChargeErrors } from './charge-draft';

interface Props {
  draft: ChargeDraft;
  onChange(part: Partial<ChargeDraft>): void;
  errors: ChargeErrors;
  refusal: unknown;
}

const isUsed = (draft: ChargeDraft) =>
  draft.lookup_key !== '' || draft.description !== '' || Object.keys(draft.metadata).length > 0;

/** Fields most charges do without: lookup key, description, metadata. Open when one of them says something. */
export function MoreFields({ draft, onChange, errors, refusal }: Props) {
  const keyError = fieldError(refusal, 'lookup_key');
  const [isWanted, setWanted] = useState(isUsed(draft));
  const isOpen = isWanted || keyError !== null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Button
        kind="quiet"
        aria-expanded={isOpen}
        icon={isOpen ? <ChevronDown aria-hidden size={16} /> : <ChevronRight aria-hidden size={16} />}
        onPress={() => setWanted(!isOpen)}
        className="-ml-3 self-start"
      >
        More: lookup key, description, metadata
      </Button>
      {isOpen && (
        <>
          <TextField
            label="Lookup Key"
            description="Identifies the charge in the API and in files. One live charge at a time can have it."
            isMono
            maxLength={255}
            value={draft.lookup_key}
            onChange={(lookup_key) => onChange({ lookup_key })}
            error={keyError}
          />
          <TextArea
            label="Description"
            value={draft.description}
            onChange={(description) => onChange({ description })}
          />
          <MetadataEditor
            value={draft.metadata}
            onChange={(metadata) => onChange({ metadata })}
            onValidityChange={(is_metadata_valid) => onChange({ is_metadata_valid })}
          />
          {errors.metadata && <p className="text-13 text-danger">⚠ {errors.metadata}</p>}
        </>
      )}
    </div>
  );
}
