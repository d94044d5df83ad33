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
  /** Texts handed over that have not come back as `search` yet: the address follows with a delay. */
  const pending = useRef([search]);
  const latestOnSearch = useRef(onSearch);
  useEffect(() => {
    latestOnSearch.current = onSearch;
  });
  useShortcut('/', 'Search this list', () => input.current?.select());

  // A text that was never handed over came from outside (Clear filters, a link): show that.
  useEffect(() => {
    const position = pending.current.indexOf(search);
    if (position < 0) setText(search);
    pending.current = position < 0 ? [search] : pending.current.slice(position);
  }, [search]);
  useEffect(() => {
    if (text === pending.current.at(-1)) return;
    const timer = setTimeout(() => {
      pending.current.push(text);
      latestOnSearch.current(text);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text]);

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
