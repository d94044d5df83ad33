import type { ReactElement, ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';
import { KeyHint } from './key-hint';

interface Props {
  text: ReactNode;
  shortcut?: string | undefined;
  /** A focusable control (Button, IconButton, Link). For plain text use TextWithTooltip. */
  children: ReactElement;
}

/** A short explanation on hover and on keyboard focus; Escape dismisses it. */
export function WithTooltip({ text, shortcut, children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip
        offset={6}
        className="max-w-80 rounded-control bg-ink px-2 py-1 text-12 text-surface shadow-popover break-words"
      >
        {text} {shortcut && <KeyHint keys={shortcut} inverse />}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** Plain text that explains itself: focusable, so that the keyboard reaches the explanation too. */
export function TextWithTooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <WithTooltip text={text}>
      <Focusable>
        {/* A tooltip needs a focusable role that reads its text. */}
        <span role="note" className="cursor-default rounded-control underline decoration-dotted decoration-control">
          {children}
        </span>
      </Focusable>
    </WithTooltip>
  );
}
