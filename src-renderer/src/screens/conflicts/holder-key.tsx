import type { ConflictItem } from '@shared/entities/pending';
import { maxLookupKeyLength } from '@shared/rules/lookup-key';
import { TextField } from '../../components/text-field';
import type { Decisions } from './use-decisions';

/** Another row here has the lookup key that a decision needs: that one is given another, in the same step. */
export function HolderKey({ conflict, decisions }: { conflict: ConflictItem; decisions: Decisions }) {
  const { refusal, holder_key = '' } = decisions.of(conflict) ?? {};
  if (!refusal) return null;
  const { message, holder, suggestion } = refusal;
  return (
    <div className="flex min-w-0 flex-col gap-2 pt-2">
      <p role="alert" className="min-w-0 text-14 break-words text-danger">
        {message}
      </p>
      {suggestion !== null && (
        <TextField
          label={`Another lookup key for “${holder.name}”`}
          isMono
          isRequired
          autoFocus={decisions.isFresh(conflict)}
          maxLength={maxLookupKeyLength}
          value={holder_key}
          onChange={(value) => decisions.setHolderKey(conflict, value)}
          className="max-w-110"
        />
      )}
    </div>
  );
}
