import type { Group } from '@shared/entities/group';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { Button } from '../../components/button';
import { fieldError } from '../../components/form';
import { LookupKeyField } from '../../components/lookup-key-field';
import { TextField } from '../../components/text-field';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import type { GroupDraft } from './group-draft';

interface TakenProps {
  owner: Pick<Group, 'id' | 'name'>;
  /** The name to make a free key from. */
  wish: string;
  hasLink: boolean;
  onUse(key: string): void;
}

/** Who has the key, and the next free one. */
function KeyTaken({ owner, wish, hasLink, onUse }: TakenProps) {
  const free = useApiQuery('group.suggestKey', { name: wish }).data?.lookup_key;
  return (
    <p className="-mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
      {hasLink && (
        <Link
          to="/groups/$groupId"
          params={{ groupId: owner.id }}
          className="min-w-0 break-words rounded-control text-link underline"
        >
          Open “{owner.name}”
        </Link>
      )}
      {free && (
        <Button
          kind="quiet"
          className="h-auto! min-h-6 whitespace-normal! break-all text-link!"
          onPress={() => onUse(free)}
        >
          Use {free}
        </Button>
      )}
    </p>
  );
}

interface Props {
  draft: GroupDraft;
  /** Whether a link may lead to the group that has the key: not from a form whose input it would lose. */
  hasLink?: boolean;
}

/** Group Name and Lookup Key of a new group. */
export function GroupFields({ draft, hasLink = false }: Props) {
  const environment = useEnvironment();
  const keyInput = useRef<HTMLInputElement>(null);
  const { key, owner, isFree } = draft;
  // The button that was pressed goes away with the conflict: the focus goes to what it filled in.
  const take = (freeKey: string) => {
    key.edit(freeKey);
    keyInput.current?.focus();
  };
  return (
    <>
      <TextField
        label="Group Name"
        isRequired
        autoFocus
        value={draft.name}
        onChange={draft.setName}
        onBlur={draft.check}
        maxLength={255}
        description="For people: shown in charges, analytics and reports."
        error={fieldError(draft.error, 'name', draft.nameError)}
      />
      <LookupKeyField
        lookupKey={key}
        inputRef={keyInput}
        isRequired
        onBlur={draft.check}
        error={draft.keyError ?? (isFree ? null : fieldError(draft.error, 'lookup_key'))}
        description={
          isFree ? `✓ Free in ${environment.name}` : 'For the API and integrations. It cannot be changed later.'
        }
      />
      {owner && <KeyTaken owner={owner} wish={key.text.replace(/^group-/, '')} hasLink={hasLink} onUse={take} />}
    </>
  );
}
