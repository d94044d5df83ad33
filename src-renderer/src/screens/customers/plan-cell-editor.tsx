import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Popover } from 'react-aria-components';
import { optionClass, popoverClass } from '../../components/select';
import { type NamedPlan, ownText, plansByText } from '../plans/plans-by-text';
import type { PlanField } from './plan-drafts';

/** Where the grid goes on when a cell is done. */
export type CellExit = 'down' | 'next' | 'previous' | 'stay';

interface Props {
  label: string;
  field: PlanField;
  /** What the cell holds, or the character that was typed over it. */
  text: string;
  /** The text was typed over the cell, so it is not selected. */
  isTyped: boolean;
  plans: readonly NamedPlan[];
  onDone(text: string, exit: CellExit): void;
  onCancel(): void;
}

const inputClass = 'h-8 w-full min-w-0 rounded-control border border-link bg-surface px-2 text-14';

const exitOf = (event: KeyboardEvent): CellExit | null =>
  event.key === 'Enter' ? 'down' : event.key === 'Tab' ? (event.shiftKey ? 'previous' : 'next') : null;

/** A cell while it is edited: Enter keeps and goes down, Tab keeps and goes on, Escape leaves it as it was. */
export function PlanCellEditor(props: Props) {
  return props.field === 'plan' ? <PlanPicker {...props} /> : <DayInput {...props} />;
}

function DayInput({ label, text, onDone, onCancel }: Props) {
  // Not controlled: while a date is typed digit by digit, there is none to show.
  const input = useRef<HTMLInputElement>(null);
  const done = (exit: CellExit) => onDone(input.current?.value ?? '', exit);
  return (
    <input
      ref={input}
      type="date"
      aria-label={label}
      defaultValue={text}
      className={inputClass}
      onBlur={() => done('stay')}
      onKeyDown={(event) => {
        event.stopPropagation();
        const exit = event.key === 'Tab' ? null : exitOf(event);
        if (exit) done(exit);
        else if (event.key === 'Escape') onCancel();
        else return;
        event.preventDefault();
      }}
    />
  );
}

/** Plans by name or lookup key, the best that fits or the one gone to by arrow is taken. */
function PlanPicker({ label, text: initial, isTyped, plans, onDone, onCancel }: Props) {
  /** What was typed; null while the cell is as it was. */
  const [typed, setTyped] = useState(isTyped ? initial : null);
  /** Where the arrows went; null while they were not used. */
  const [at, setAt] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const wanted = typed?.trim() ?? '';
  const shown = plansByText(wanted, plans).slice(0, 100);
  const place = at ?? (typed === null ? shown.findIndex(({ name }) => name === initial) : 0);
  const current = shown[place];
  const take = (exit: CellExit) => {
    if (at === null && typed === null) onDone(initial, exit);
    else if (at === null && wanted === '') onDone('', exit);
    else onDone(current ? ownText(current, plans) : (typed ?? ''), exit);
  };
  const move = (step: number) => setAt(Math.max(0, Math.min(shown.length - 1, place + step)));
  return (
    <>
      <input
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        value={at === null ? (typed ?? initial) : (current?.name ?? '')}
        className={inputClass}
        onFocus={(event) => !isTyped && event.target.select()}
        onBlur={() => take('stay')}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(null);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          const exit = exitOf(event);
          if (exit) take(exit);
          else if (event.key === 'Escape') onCancel();
          else if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else return;
          event.preventDefault();
        }}
      />
      <Popover triggerRef={input} isOpen isNonModal placement="bottom start" className={`${popoverClass} w-72`}>
        <div id={listId} role="listbox" aria-label="Plans" className="max-h-72 overflow-auto p-1">
          {shown.map((plan) => (
            <div
              key={plan.id}
              id={`${listId}-${plan.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={plan === current}
              className={`${optionClass} ${plan === current ? 'bg-hover' : ''}`}
              onMouseDown={(event) => {
                event.preventDefault();
                onDone(ownText(plan, plans), 'stay');
              }}
            >
              <span className="min-w-0 flex-1 break-words">{plan.name}</span>
              <span className="font-mono text-12 text-muted">{plan.lookup_key}</span>
            </div>
          ))}
          {shown.length === 0 && (
            <div
              role="option"
              aria-selected={false}
              aria-disabled
              tabIndex={-1}
              className="px-2 py-1.5 text-14 text-muted"
            >
              No plan is called so
            </div>
          )}
        </div>
      </Popover>
    </>
  );
}
