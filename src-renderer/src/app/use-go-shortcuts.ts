import { useNavigate } from '@tanstack/react-router';
import { type Place, places } from './places';
import { useShortcut } from './shortcuts';

function useGo(place: Place) {
  const navigate = useNavigate();
  useShortcut(`G ${place.letter}`, `Go to ${place.label}`, () => void navigate({ to: place.to }));
}

/** "G then P" and its like, everywhere. The list of places never changes, so neither does the order of the hooks. */
export function useGoShortcuts() {
  for (const place of places) useGo(place);
}
