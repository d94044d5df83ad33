import { useState } from 'react';
import { Dialog } from '../components/dialog';
import { KeyHint } from '../components/key-hint';
import { activeShortcuts } from './shortcuts';

/** Keys every list and tree understands; they are not registered, the table handles them. */
const listKeys = [
  ['J / K', 'Next or previous row'],
  ['Enter', 'Open the row'],
  ['X', 'Select the row'],
  ['Shift+F10', "The row's menu"],
  ['← / →', 'Close or open a group'],
  ['Mod+Enter', 'Save the form'],
  ['F8', 'Go to the last message'],
] as const;

function Keys({ heading, keys }: { heading: string; keys: readonly (readonly [keys: string, label: string])[] }) {
  return (
    <section>
      <h3 className="mb-1 text-13 font-semibold text-muted">{heading}</h3>
      <dl>
        {keys.map(([key, label]) => (
          <div key={key} className="flex items-center justify-between gap-4 border-b border-line py-1.5 text-14">
            <dt>{label}</dt>
            <dd>
              <KeyHint keys={key.replace(/^(\w) (\w)$/, '$1 then $2')} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** All shortcuts of the screen that is open. */
export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const [here] = useState(() => activeShortcuts().map(({ keys, label }) => [keys, label] as const));
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Keys heading="On this screen" keys={here} />
        <Keys heading="In lists and forms" keys={listKeys} />
      </div>
    </Dialog>
  );
}
