import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import {
  OverlayTriggerStateContext,
  Popover,
  PopoverContext,
  type PopoverProps,
  useSlottedContext,
} from 'react-aria-components';
import { coverPage } from './cover-page';
import { useFocusBack } from './use-focus-back';
import { useStable } from './use-stable';

const IsInPopover = createContext(false);

interface Props extends Pick<PopoverProps, 'placement' | 'aria-label'> {
  className: string;
  children: ReactNode;
}

/**
 * What hangs from a button: a list, a menu, a small form. It keeps the keyboard until it closes, and gives it back at
 * once; Escape and a press elsewhere close it.
 */
export function HangingPopover({ children, ...props }: Props) {
  const isInside = useContext(IsInPopover);
  const state = useContext(OverlayTriggerStateContext);
  const trigger = useSlottedContext(PopoverContext)?.triggerRef as { current: HTMLElement | null } | undefined;
  const popover = useRef<HTMLElement>(null);
  const isOpen = state?.isOpen ?? false;
  const close = useStable(() => state?.close());
  useEffect(() => {
    if (isOpen && !isInside && popover.current) return coverPage(popover.current, close);
    return undefined;
  }, [isOpen, isInside, close]);
  useFocusBack(isOpen, trigger, popover);
  const content = <IsInPopover value>{children}</IsInPopover>;
  if (isInside) {
    return (
      <Popover {...props} ref={popover}>
        {content}
      </Popover>
    );
  }
  return (
    // To the library it is a submenu: that keeps the keyboard and leaves the page as it is.
    <Popover {...props} ref={popover} isNonModal trigger="SubmenuTrigger">
      {content}
    </Popover>
  );
}
