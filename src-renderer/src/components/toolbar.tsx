import { Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { useShortcut } from '../app/shortcuts';

interface Props {
  /** The quick search text, as used by the list. */
  search: string;
  onSearch(text: string): void;
  searchLabel: string;
  /** Filter, sort and view controls. */
  children?: ReactNode;
  /** At the right end: the count in words, a view switch. */
  end?: ReactNode;
}

/** Typing is passed on after this pause. */
const pauseMs = 120;

/** The line above a list: quick search (focused by "/"), filters, count. */
export function Toolbar({ search, onSearch, searchLabel, children, end }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search);
  const handedOver = useRef(search);
  useShortcut('/', 'Search this list', () => input.current?.select());

  // The list's own text changed from outside (Clear filters, a link): show that.
  if (search !== handedOver.current) {
    handedOver.current = search;
    if (text !== search) setText(search);
  }
  useEffect(() => {
    if (text === handedOver.current) return;
    const timer = setTimeout(() => {
      handedOver.current = text;
      onSearch(text);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField aria-label={searchLabel} value={text} onChange={setText} className="group relative w-64 max-w-full">
        <Search aria-hidden size={16} className="absolute top-2 left-2.5 text-muted" />
        <Input
          ref={input}
          placeholder={searchLabel}
          className="h-8 w-full rounded-control border border-control bg-surface pr-8 pl-8 text-14 [&::-webkit-search-cancel-button]:hidden"
        />
        <AriaButton className="absolute top-1 right-1 flex size-6 items-center justify-center rounded-control text-muted group-data-[empty]:hidden hover:bg-hover">
          <X aria-hidden size={14} />
        </AriaButton>
      </SearchField>
      {children}
      {end && <div className="ml-auto flex items-center gap-2 text-13 text-muted">{end}</div>}
    </div>
  );
}
