import { Check, ChevronsUpDown } from 'lucide-react';
import {
  Select as AriaSelect,
  Button,
  Header,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SelectValue,
} from 'react-aria-components';
import { FieldLabel, FieldNotes, type FieldProps, fieldBox } from './field';
import { HangingPopover } from './hanging-popover';

export interface SelectOption<K extends string> {
  id: K;
  label: string;
  /** A second, quieter line. */
  description?: string;
  isDisabled?: boolean;
}
export interface SelectSection<K extends string> {
  heading: string;
  options: readonly SelectOption<K>[];
}

export interface SelectProps<K extends string> extends FieldProps {
  value: K | null;
  onChange(value: K): void;
  options?: readonly SelectOption<K>[];
  /** Headed parts, instead of `options`. */
  sections?: readonly SelectSection<K>[];
  placeholder?: string;
  /** 32 px instead of 36, for toolbars. */
  isCompact?: boolean;
}

export const selectButtonClass = (isCompact: boolean, isInvalid: boolean) =>
  `flex w-full min-w-0 items-center justify-between gap-2 rounded-control border bg-surface px-2.5 text-left text-14 hover:bg-hover data-[disabled]:opacity-60 ${
    isCompact ? 'h-8' : 'h-9'
  } ${isInvalid ? 'border-danger' : 'border-control'}`;

export const popoverClass =
  'min-w-(--trigger-width) rounded-control border border-line bg-raised text-ink shadow-popover outline-none';
export const optionClass =
  'flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 text-14 outline-none data-[focused]:bg-hover data-[disabled]:text-muted';

function Option<K extends string>({ option }: { option: SelectOption<K> }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} isDisabled={option.isDisabled} className={optionClass}>
      {({ isSelected }) => (
        <>
          <Check aria-hidden size={16} className={isSelected ? 'shrink-0' : 'invisible shrink-0'} />
          <span className="min-w-0">
            <span className="block break-words">{option.label}</span>
            {option.description && <span className="block text-13 text-muted">{option.description}</span>}
          </span>
        </>
      )}
    </ListBoxItem>
  );
}

/** One of a few known options. For many or for search use SearchSelect. */
export function Select<K extends string>(props: SelectProps<K>) {
  const { options = [], sections, placeholder = 'Choose…', isCompact = false } = props;
  return (
    <AriaSelect
      value={props.value}
      onChange={(key) => key !== null && props.onChange(key as K)}
      placeholder={placeholder}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled || props.isReadOnly}
      isInvalid={Boolean(props.error)}
      autoFocus={props.autoFocus}
      validationBehavior="aria"
      className={`${fieldBox} outline-none ${props.className ?? ''}`}
    >
      <FieldLabel label={props.label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Button className={selectButtonClass(isCompact, Boolean(props.error))}>
        <SelectValue className="min-w-0 truncate data-[placeholder]:text-muted [&_[slot=description]]:hidden">
          {({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}
        </SelectValue>
        <ChevronsUpDown aria-hidden size={16} className="shrink-0 text-muted" />
      </Button>
      <FieldNotes description={props.description} error={props.error} />
      <HangingPopover className={popoverClass}>
        <ListBox className="max-h-80 overflow-auto p-1 outline-none">
          {sections
            ? sections.map((section) => (
                <ListBoxSection key={section.heading} id={section.heading}>
                  <Header className="px-2 pt-2 pb-1 text-12 font-semibold text-muted">{section.heading}</Header>
                  {section.options.map((option) => (
                    <Option key={option.id} option={option} />
                  ))}
                </ListBoxSection>
              ))
            : options.map((option) => <Option key={option.id} option={option} />)}
        </ListBox>
      </HangingPopover>
    </AriaSelect>
  );
}
