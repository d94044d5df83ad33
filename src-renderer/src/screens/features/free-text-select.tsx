import { type ReactNode, useState } from 'react';
import { SearchSelect } from '../../components/search-select';

interface Suggestion {
  text: string;
  /** Beside the text: how often it occurs. */
  note?: string;
}

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
  suggestions: readonly Suggestion[];
  placeholder: string;
  description?: ReactNode;
  error?: string | null | undefined;
  isRequired?: boolean;
}

/** A text that is usually one of those known from usage, but may be any other. */
export function FreeTextSelect({ suggestions, value, onChange, ...props }: Props) {
  const [search, setSearch] = useState('');
  const wanted = search.trim();
  const items = suggestions.filter(({ text }) => text.toLowerCase().includes(wanted.toLowerCase()));
  const isKnown = items.some(({ text }) => text === wanted);
  return (
    <SearchSelect<Suggestion>
      {...props}
      value={value || null}
      valueText={value}
      items={items}
      itemKey={({ text }) => text}
      itemText={({ text }) => text}
      renderItem={({ text, note }) => (
        <span className="flex justify-between gap-3">
          <span className="min-w-0 break-all">{text}</span>
          {note && <span className="shrink-0 text-muted">{note}</span>}
        </span>
      )}
      onSearch={setSearch}
      onChange={(text) => text && onChange(text)}
      onCreate={onChange}
      createLabel={(text) => (text && !isKnown ? `Use “${text}”` : '')}
      searchPlaceholder="Search or type…"
    />
  );
}
