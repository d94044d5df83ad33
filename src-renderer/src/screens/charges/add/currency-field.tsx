import { useMemo, useState } from 'react';
import { SearchSelect } from '../../../components/search-select';
import { type CurrencyOption, currencyOptions, currencyText, matchingCurrencies } from './currencies';

/** The currency of a charge, by code or name. */
export function CurrencyField(props: { value: string; onChange(code: string): void; error?: string | null }) {
  const [search, setSearch] = useState('');
  const options = useMemo(() => currencyOptions(), []);
  const chosen = options.find(({ code }) => code === props.value);
  return (
    <SearchSelect<CurrencyOption>
      label="Currency"
      isRequired
      value={props.value}
      valueText={chosen ? currencyText(chosen) : props.value.toUpperCase()}
      onChange={(code) => code && props.onChange(code)}
      items={matchingCurrencies(options, search)}
      itemKey={({ code }) => code}
      itemText={currencyText}
      onSearch={setSearch}
      searchPlaceholder="Search currencies…"
      error={props.error}
    />
  );
}
