import type { WhatIfChangeInput } from '@shared/entities/what-if';
import { Pencil, X } from 'lucide-react';
import { Button } from '../../components/button';
import { focusOnceGone } from '../../components/focus-once-gone';
import { IconButton } from '../../components/icon-button';
import { ChangeSummary } from './change-summary';
import { changeAt } from './go-on-with';

/** What is tried, one card per change. */
export function ChangeCards(props: {
  changes: readonly WhatIfChangeInput[];
  onEdit(index: number): void;
  onApply(index: number): void;
  onRemove(index: number): void;
}) {
  return (
    <ul aria-label="Changes" className="grid gap-2 lg:grid-cols-2">
      {props.changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be alike, and their place is all that tells them apart
        <li key={`${change.kind} ${index}`} className="min-w-0">
          <ChangeSummary change={change}>
            {(title, text) => (
              <div className="flex h-full flex-wrap items-start gap-2 rounded-control border border-line bg-surface p-3">
                <div className="min-w-48 flex-1">
                  <p className="text-14 font-medium break-words">{title}</p>
                  <div className="text-13 break-words text-secondary">{text}</div>
                </div>
                <div className="flex items-center gap-1">
                  <Button onPress={() => props.onApply(index)} aria-label={`Apply ${title}…`}>
                    Apply…
                  </Button>
                  <IconButton
                    label={`Edit ${title}`}
                    icon={<Pencil aria-hidden size={16} />}
                    onPress={() => props.onEdit(index)}
                    // Trying on is what comes next, once the screen that a first change was opened from is gone.
                    data-after-dialog
                  />
                  <IconButton
                    label={`Remove ${title}`}
                    icon={<X aria-hidden size={16} />}
                    onPress={({ target }) => {
                      focusOnceGone(target, () => changeAt(index));
                      props.onRemove(index);
                    }}
                    data-remove-change
                  />
                </div>
              </div>
            )}
          </ChangeSummary>
        </li>
      ))}
    </ul>
  );
}
