const isMac = navigator.platform.startsWith('Mac');
const macSigns: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '⏎' };
const otherSigns: Record<string, string> = { Mod: 'Ctrl' };

/** "Mod+K" as this machine's keyboard names it: ⌘K or Ctrl+K. */
export function keysText(keys: string): string {
  const signs = isMac ? macSigns : otherSigns;
  return keys
    .split('+')
    .map((key) => signs[key] ?? key)
    .join(isMac ? '' : '+');
}

/** A small keyboard hint; `keys` such as "Mod+K" (Mod is Ctrl or ⌘) or "G then P". */
export function KeyHint({ keys, inverse = false }: { keys: string; inverse?: boolean }) {
  const edge = inverse ? 'border-surface' : 'border-line bg-sunken text-muted';
  return <kbd className={`rounded border px-1 font-sans text-12 whitespace-nowrap ${edge}`}>{keysText(keys)}</kbd>;
}
