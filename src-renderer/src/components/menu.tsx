import { Ellipsis } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components';
import { HangingPopover } from './hanging-popover';
import { IconButton } from './icon-button';
import { KeyHint } from './key-hint';
import { optionClass, popoverClass } from './select';

export interface MenuAction {
  id: string;
  label: string;
  icon?: ReactNode;
  shortcut?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  onAction(): void;
}

/** A button (any focusable control) that opens a list of actions. */
export function ActionMenu({
  trigger,
  label,
  actions,
}: {
  trigger: ReactElement;
  label: string;
  actions: readonly MenuAction[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <HangingPopover className={`${popoverClass} max-w-96`} placement="bottom end">
        <AriaMenu
          aria-label={label}
          className="max-h-96 min-w-44 overflow-auto p-1 outline-none"
          onAction={(key) => actions.find((action) => action.id === key)?.onAction()}
        >
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.isDisabled}
              className={`${optionClass} ${action.isDangerous ? 'text-danger' : ''}`}
            >
              {action.icon}
              <span className="min-w-0 flex-1 break-words">{action.label}</span>
              {action.shortcut && <KeyHint keys={action.shortcut} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </HangingPopover>
    </MenuTrigger>
  );
}

interface MoreMenuProps {
  of: string;
  actions: readonly MenuAction[];
  excludeFromTabOrder?: boolean;
}

/** The "⋯" menu of a row or a page; `of` names what it acts on. */
export function MoreMenu({ of, actions, excludeFromTabOrder }: MoreMenuProps) {
  return (
    <ActionMenu
      label={`Actions for ${of}`}
      actions={actions}
      trigger={
        <IconButton
          label={`Actions for ${of}`}
          icon={<Ellipsis size={16} />}
          excludeFromTabOrder={excludeFromTabOrder}
        />
      }
    />
  );
}
