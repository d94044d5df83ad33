import type { Group } from '@shared/entities/group';
import { copyText } from '../../components/copy-text';
import type { MenuAction } from '../../components/menu';

interface Handlers {
  onRename(): void;
  onArchive(): void;
  history: MenuAction;
}

/** What can be done with a group, for its row and its page. An archived group can only be copied from. */
export function groupActions(group: Group, { onRename, onArchive, history }: Handlers): MenuAction[] {
  const isLive = group.status === 'published';
  return [
    ...(isLive ? [{ id: 'rename', label: 'Rename…', onAction: onRename }] : []),
    { id: 'copy-key', label: 'Copy lookup key', onAction: () => void copyText(group.lookup_key, 'Lookup key') },
    { id: 'copy-id', label: 'Copy id', onAction: () => void copyText(group.id, 'Id') },
    history,
    ...(isLive ? [{ id: 'archive', label: 'Archive…', isDangerous: true, onAction: onArchive }] : []),
  ];
}
