import { useState } from 'react';
import { useSearchState } from './search-state';

/**
 * Whether something new is being made. Begun on its screen the dialog is there at once, for what is typed next; who comes
 * from elsewhere, such as the palette, asks for it by the address.
 */
export function useCreating() {
  const [{ create: isAsked }, setView] = useSearchState({ create: false });
  const [isBegun, setBegun] = useState(false);
  return {
    isCreating: isBegun || isAsked,
    begin: () => setBegun(true),
    end() {
      setBegun(false);
      if (isAsked) setView({ create: false });
    },
  };
}
