import type { ReactNode } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import { FieldLabel, FieldNotes, type FieldProps, fieldBox } from './field';

export interface RadioCard<K extends string> {
  id: K;
  label: string;
  description?: ReactNode;
  icon?: ReactNode;
  isDisabled?: boolean;
}

export interface RadioCardsProps<K extends string> extends FieldProps {
  value: K | null;
  onChange(value: K): void;
  cards: readonly RadioCard<K>[];
  /** Cards per line on a wide screen. */
  columns?: 1 | 2 | 3 | 4;
}

const columnClass = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3', 4: 'sm:grid-cols-2 lg:grid-cols-4' };

/** One of a few options, each explained on a card. */
export function RadioCards<K extends string>(props: RadioCardsProps<K>) {
  return (
    <RadioGroup
      value={props.value}
      onChange={(value) => props.onChange(value as K)}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled}
      isReadOnly={props.isReadOnly}
      isInvalid={Boolean(props.error)}
      validationBehavior="aria"
      className={`${fieldBox} ${props.className ?? ''}`}
    >
      <FieldLabel label={props.label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <div className={`grid gap-2 ${columnClass[props.columns ?? 2]}`}>
        {props.cards.map((card) => (
          <RadioField key={card.id} value={card.id} isDisabled={card.isDisabled} className="flex min-w-0">
            <RadioButton className="flex min-h-9 w-full min-w-0 gap-2 rounded-control border border-control bg-surface p-2.5 text-left hover:bg-hover data-[disabled]:bg-sunken data-[selected]:border-link data-[selected]:bg-selected">
              {({ isSelected }) => (
                <>
                  <span
                    aria-hidden
                    className={`mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border ${isSelected ? 'border-link' : 'border-control'}`}
                  >
                    {isSelected && <span className="size-2 rounded-full bg-link" />}
                  </span>
                  <span className="min-w-0">
                    <span className="flex items-center gap-1.5 text-14 font-medium">
                      {card.icon}
                      {card.label}
                    </span>
                    {card.description && <span className="block text-13 text-secondary">{card.description}</span>}
                  </span>
                </>
              )}
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <FieldNotes description={props.description} error={props.error} />
    </RadioGroup>
  );
}
