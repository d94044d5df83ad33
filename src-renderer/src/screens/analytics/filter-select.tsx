import { Check, ChevronDown, Search } from 'lucide-react';
import { useState } from 'react';
import {
  Button as AriaButton,
  Autocomplete,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  SearchField,
  type Selection,
} from 'react-aria-components';
import { Button } from '../../components/button';
import { CollectionInSlices } from '../../components/collection-in-slices';
import { HangingPopover } from '../../components/hanging-popover';
import { optionClass, popoverClass } from '../../components/select';

export interface FilterOption {
  id: string;
  name: string;
  /** A second, quieter text: a key, an external id. */
  detail?: string;
}

interface Props {
  /** What is filtered by, in the plural: "Customers". */
  label: string;
  chosen: readonly string[];
  /** The only chosen one's name, for the button. */
  chosenName: string | undefined;
  onChange(chosen: string[]): void;
  /** What matches the search text. */
  options: readonly FilterOption[];
  search: string;
  onSearch(text: string): void;
  isLoading: boolean;
}

/** Some of many, found by typing; none chosen means all. */
export function FilterSelect(props: Props) {
  const { label, chosen, chosenName, onChange, options, search, onSearch, isLoading } = props;
  const [isOpen, setOpen] = useState(false);
  const count = chosen.length;
  const text = count === 0 ? 'all' : count === 1 ? (chosenName ?? '1') : String(count);
  const choose = (keys: Selection) => {
    if (keys === 'all') return;
    const listed = new Set(options.map((option) => option.id));
    // The list only knows what the search found; what was chosen before stays chosen.
    onChange([...chosen.filter((id) => !listed.has(id)), ...[...keys].map(String).filter((id) => listed.has(id))]);
  };
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) onSearch('');
      }}
    >
      <AriaButton
        aria-label={`${label}: ${text}`}
        className={`inline-flex h-8 max-w-64 items-center gap-1.5 rounded-control border px-2.5 text-14 hover:bg-hover ${count > 0 ? 'border-link bg-selected' : 'border-control bg-surface'}`}
      >
        <span className="text-muted">{label}:</span>
        <span className="min-w-0 truncate font-medium">{text}</span>
        <ChevronDown aria-hidden size={16} className="shrink-0 text-muted" />
      </AriaButton>
      {/* Without a Dialog inside, the popover is the dialog itself, its hidden Dismiss button included. */}
      <HangingPopover aria-label={label} className={popoverClass} placement="bottom start">
        <div className="flex max-h-96 w-80 max-w-[90vw] flex-col">
          <Autocomplete inputValue={search} onInputChange={onSearch}>
            <SearchField aria-label={`Search ${label.toLowerCase()}`} autoFocus className="relative m-1 mb-0">
              <Search aria-hidden size={16} className="absolute top-2 left-2 text-muted" />
              <Input
                placeholder={`Search ${label.toLowerCase()}…`}
                className="h-8 w-full rounded-control border border-control bg-surface pr-2 pl-8 text-14 outline-offset-0 [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <ListBox
              aria-label={label}
              selectionMode="multiple"
              // Escape closes; it must not throw the choice away.
              escapeKeyBehavior="none"
              selectedKeys={chosen}
              onSelectionChange={choose}
              className="min-h-0 flex-1 overflow-auto p-1 outline-none"
              renderEmptyState={() => (
                <p className="px-2 py-1.5 text-14 text-muted">{isLoading ? 'Searching…' : 'Nothing found'}</p>
              )}
            >
              <CollectionInSlices items={options}>
                {(option) => (
                  <ListBoxItem id={option.id} textValue={option.name} className={optionClass}>
                    {({ isSelected }) => (
                      <>
                        <span
                          aria-hidden
                          className={`flex size-4 shrink-0 items-center justify-center rounded border ${isSelected ? 'border-primary bg-primary text-on-primary' : 'border-control bg-surface'}`}
                        >
                          {isSelected && <Check size={12} strokeWidth={3} />}
                        </span>
                        <span className="min-w-0">
                          <span className="block break-words">{option.name}</span>
                          {option.detail && (
                            <span className="block text-13 break-words text-muted">{option.detail}</span>
                          )}
                        </span>
                      </>
                    )}
                  </ListBoxItem>
                )}
              </CollectionInSlices>
            </ListBox>
          </Autocomplete>
          <div className="border-t border-line p-1">
            <Button
              kind="quiet"
              isDisabled={count === 0}
              onPress={() => {
                onChange([]);
                setOpen(false);
              }}
              className="w-full"
            >
              Clear
            </Button>
          </div>
        </div>
      </HangingPopover>
    </DialogTrigger>
  );
}
