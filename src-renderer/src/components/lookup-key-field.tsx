import { RotateCcw } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import { useApiQuery } from '../door/use-api';
import { IconButton } from './icon-button';
import { TextField } from './text-field';

/** A text that follows another one until it is edited by hand, and follows again after a reset. */
export interface LinkedText {
  text: string;
  isAutomatic: boolean;
  edit(text: string): void;
  reset(): void;
}

/** `initial`: a text of its own that it begins with. */
export function useLinkedText(automatic: string, initial: string | null = null): LinkedText {
  const [typed, setTyped] = useState(initial);
  return {
    text: typed ?? automatic,
    isAutomatic: typed === null,
    edit: setTyped,
    reset: () => setTyped(null),
  };
}

/** Who already has a lookup key: asked for when the field is left, not at every letter. */
export function useKeyOwner(list: 'group.search' | 'plan.search' | 'feature.search', key: string) {
  const [checkedKey, setCheckedKey] = useState('');
  const isChecked = key !== '' && checkedKey === key;
  const found = useApiQuery(
    list,
    { lookup_key: key, status: 'published', limit: 1 },
    { enabled: isChecked, keepPrevious: false },
  );
  return {
    check: () => setCheckedKey(key),
    owner: (isChecked && found.data?.items[0]) || null,
    isFree: isChecked && found.data?.items.length === 0,
  };
}

interface Props {
  lookupKey: LinkedText;
  onBlur?(): void;
  error?: string | null;
  description?: ReactNode;
  isRequired?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

/** The Lookup Key of a form: derived from the name until edited, with the way back. */
export function LookupKeyField({ lookupKey, onBlur, error, description, isRequired, inputRef }: Props) {
  return (
    <TextField
      label="Lookup Key"
      isMono
      maxLength={255}
      value={lookupKey.text}
      onChange={lookupKey.edit}
      {...(onBlur && { onBlur })}
      error={error}
      description={description}
      isRequired={isRequired ?? false}
      {...(inputRef && { inputRef })}
      action={
        !lookupKey.isAutomatic && (
          <IconButton label="Reset to automatic" icon={<RotateCcw size={16} />} onPress={lookupKey.reset} />
        )
      }
    />
  );
}
