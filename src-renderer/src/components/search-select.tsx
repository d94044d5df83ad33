import { Check, ChevronsUpDown, Plus, Search } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import {
  Select as AriaSelect,
  Autocomplete,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  SelectValue,
  TextField,
} from 'react-aria-components';
import { CollectionInSlices } from './collection-in-slices';
import { FieldLabel, FieldNotes, type FieldProps, fieldBox } from './field';
import { HangingPopover } from './hanging-popover';
import { optionClass, popoverClass, selectButtonClass } from './select';
import { useMoreOptions } from './use-more-options';

const noneKey = '~none';
const createKey = '~create';

export interface SearchSelectProps<T extends object> extends FieldProps {
  /** The chosen item's key; null for none. */
  value: string | null;
  /** The text of the chosen item (it need not be among `items`). */
  valueText: ReactNode;
  onChange(key: string | null, item: T | null): void;
  /** What matches the search text: the caller asks for it whenever `onSearch` reports new text. */
  items: readonly T[];
  onSearch(text: string): void;
  isLoading?: boolean;
  itemKey(item: T): string;
  itemText(item: T): string;
  /** A custom row; default the text. */
  renderItem?(item: T): ReactNode;
  /** Offers "none" as the first row under this name. */
  noneLabel?: string;
  /** Offers to create what was typed: the last row. The form stays open. */
  onCreate?(text: string): void;
  createLabel?(text: string): string;
  searchPlaceholder?: string;
  placeholder?: string;
  /** A line under the list, such as how many more there are. */
  footnote?: string | null;
  isCompact?: boolean;
}

/** One of many, found by typing: a select whose popover has a search box, "None", the items and "Create …". */
export function SearchSelect<T extends object>(props: SearchSelectProps<T>) {
  const { items, itemKey, itemText, renderItem, noneLabel, onCreate, isLoading, placeholder = 'Choose…' } = props;
  const [search, setSearch] = useState('');
  const [isOpen, setOpen] = useState(false);
  const text = search.trim();
  const more = useMoreOptions(items.length);
  // The chosen one is in the list that opens.
  const chosenAt = props.value === null || text !== '' ? -1 : items.findIndex((item) => itemKey(item) === props.value);
  const most = Math.max(more.most, chosenAt + 2);
  const shown = useMemo(() => items.slice(0, most), [items, most]);
  const createText = onCreate && (props.createLabel?.(text) ?? (text ? `Create “${text}”…` : 'Create…'));

  const changeSearch = (next: string) => {
    setSearch(next);
    more.begin();
    props.onSearch(next);
  };
  const choose = (key: string) => {
    if (key === createKey) onCreate?.(text);
    else if (key === noneKey) props.onChange(null, null);
    else {
      const item = items.find((one) => itemKey(one) === key);
      if (item) props.onChange(key, item);
    }
    setOpen(false);
  };

  return (
    <AriaSelect
      value={props.value ?? (noneLabel ? noneKey : null)}
      onChange={(key) => key !== null && choose(String(key))}
      isOpen={isOpen}
      // Opens with nothing in it too: what is not found can still be typed.
      allowsEmptyCollection
      onOpenChange={(open) => {
        setOpen(open);
        if (open) changeSearch('');
      }}
      isRequired={props.isRequired}
      isDisabled={props.isDisabled || props.isReadOnly}
      isInvalid={Boolean(props.error)}
      autoFocus={props.autoFocus}
      validationBehavior="aria"
      className={`${fieldBox} outline-none ${props.className ?? ''}`}
    >
      <FieldLabel label={props.label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Button className={selectButtonClass(props.isCompact ?? false, Boolean(props.error))}>
        <SelectValue className={`min-w-0 truncate ${props.value === null ? 'text-muted' : ''}`}>
          {() => (props.value === null ? (noneLabel ?? placeholder) : props.valueText)}
        </SelectValue>
        <ChevronsUpDown aria-hidden size={16} className="shrink-0 text-muted" />
      </Button>
      <FieldNotes description={props.description} error={props.error} />
      <HangingPopover
        className={`${popoverClass} flex max-h-96 w-[max(18rem,var(--trigger-width))] max-w-[90vw] flex-col`}
      >
        <Autocomplete inputValue={search} onInputChange={changeSearch}>
          <TextField
            aria-label={`Search ${props.label}`}
            autoFocus
            type="text"
            onKeyDown={more.onKeyDown}
            className="relative m-1 mb-0"
          >
            <Search aria-hidden size={16} className="absolute top-2 left-2 text-muted" />
            <Input
              role="combobox"
              aria-expanded
              placeholder={props.searchPlaceholder ?? 'Search…'}
              className="h-8 w-full rounded-control border border-control bg-surface pr-2 pl-8 text-14 outline-offset-0"
            />
          </TextField>
          <ListBox
            aria-label={props.label}
            className="min-h-0 flex-1 overflow-auto p-1 outline-none"
            onScroll={more.onScroll}
            renderEmptyState={() => (
              <p className="px-2 py-1.5 text-14 text-muted">{isLoading ? 'Searching…' : 'Nothing found'}</p>
            )}
          >
            {noneLabel && !text && (
              <ListBoxItem id={noneKey} textValue={noneLabel} className={optionClass}>
                {({ isSelected }) => (
                  <>
                    <Check aria-hidden size={16} className={isSelected ? '' : 'invisible'} />
                    {noneLabel}
                  </>
                )}
              </ListBoxItem>
            )}
            <CollectionInSlices items={shown} dependencies={[props.value, renderItem]}>
              {(item) => (
                <ListBoxItem id={itemKey(item)} textValue={itemText(item)} className={optionClass}>
                  {({ isSelected }) => (
                    <>
                      <Check aria-hidden size={16} className={isSelected ? 'shrink-0' : 'invisible shrink-0'} />
                      <span className="min-w-0 flex-1 break-words">{renderItem?.(item) ?? itemText(item)}</span>
                    </>
                  )}
                </ListBoxItem>
              )}
            </CollectionInSlices>
            {createText && (
              <ListBoxItem id={createKey} textValue={createText} className={`${optionClass} text-link`}>
                <Plus aria-hidden size={16} className="shrink-0" />
                <span className="min-w-0 break-words">{createText}</span>
              </ListBoxItem>
            )}
          </ListBox>
          {props.footnote && <p className="border-t border-line px-3 py-1.5 text-12 text-muted">{props.footnote}</p>}
        </Autocomplete>
      </HangingPopover>
    </AriaSelect>
  );
}
