import type { ConflictItem } from '@shared/entities/pending';
import { Pencil } from 'lucide-react';
import { Button } from '../../components/button';
import { TextArea } from '../../components/text-area';
import { TextField } from '../../components/text-field';
import { fieldLabel } from '../pending/change-words';
import { Value } from '../pending/value-change';
import { valueText } from '../pending/value-text';
import { ChoiceButton } from './choice-button';
import { choiceWords } from './conflict-words';
import type { Decisions } from './use-decisions';

/** A field that both sides changed: what it was, what it is here and what it is there. */
export function FieldChoice({ conflict, decisions }: { conflict: ConflictItem; decisions: Decisions }) {
  const { field, base, is_base_known, mine, theirs, choices } = conflict;
  const decision = decisions.of(conflict);
  const label = fieldLabel(field);
  // A field of one line would lose the breaks of a longer text.
  const OwnText = [mine, theirs].some((value) => String(value ?? '').includes('\n')) ? TextArea : TextField;
  const side = (choice: 'mine' | 'theirs', value: unknown, heading: string) => {
    const text = valueText(field, value, conflict, [base, mine, theirs]);
    const body = (
      <>
        <span className="text-12 font-medium text-muted">
          {heading}
          <span className="sr-only">: {label}</span>
        </span>
        <span className="max-w-full font-medium break-words whitespace-pre-wrap">
          <Value text={text} />
        </span>
      </>
    );
    if (!choices.includes(choice)) {
      return (
        <div className="flex min-w-0 flex-col gap-1 rounded-control border border-line px-3 py-2 text-14">{body}</div>
      );
    }
    return (
      <ChoiceButton
        letter={choice === 'mine' ? 'M' : 'S'}
        isChosen={decision?.choice === choice}
        onChoose={() => decisions.choose(conflict, choice)}
      >
        {body}
      </ChoiceButton>
    );
  };
  return (
    <div className="grid min-w-0 grid-cols-1 items-stretch gap-2 md:grid-cols-[9rem_1fr_1fr_1fr_auto]">
      <div className="min-w-0 py-2 text-14 font-medium break-words">{label}</div>
      <div className="flex min-w-0 flex-col gap-1 rounded-control border border-line px-3 py-2 text-14">
        <span className="text-12 font-medium text-muted">
          {conflict.kind === 'server_ignored' ? 'What was sent' : 'When you last synced'}
        </span>
        <span className="max-w-full break-words whitespace-pre-wrap text-secondary">
          {is_base_known ? (
            <Value text={valueText(field, base, conflict, [mine, theirs])} />
          ) : (
            <em className="text-muted">not known</em>
          )}
        </span>
      </div>
      {side('mine', mine, 'Yours')}
      {side('theirs', theirs, 'Server')}
      <div className="flex items-start">
        {choices.includes('edit') && (
          <Button
            kind="quiet"
            icon={<Pencil aria-hidden size={16} />}
            aria-label={`Edit ${label}`}
            onPress={() => decisions.choose(conflict, 'edit')}
          >
            Edit
          </Button>
        )}
      </div>
      {decision?.choice === 'edit' && (
        <OwnText
          label={`${label}, another value`}
          autoFocus={decisions.isFresh(conflict)}
          value={decision.value}
          onChange={(value) => decisions.setValue(conflict, value)}
          className="md:col-span-3 md:col-start-2"
        />
      )}
      {decision && decision.choice !== 'edit' && (
        <p className="text-13 text-secondary md:col-span-3 md:col-start-2">
          {choiceWords(conflict, decision.choice).consequence}
        </p>
      )}
    </div>
  );
}
