import type { Plan } from '@shared/entities/plan';
import { copyText } from '../../components/copy-text';
import type { MenuAction } from '../../components/menu';

interface Handlers {
  onEdit(): void;
  onDuplicate(): void;
  onArchive(): void;
  history: MenuAction;
}

/** What can be done with a plan, for its row and its page. An archived plan can still be duplicated. */
export function planActions(plan: Plan, { onEdit, onDuplicate, onArchive, history }: Handlers): MenuAction[] {
  const isLive = plan.status === 'published';
  return [
    ...(isLive ? [{ id: 'edit', label: 'Edit…', onAction: onEdit }] : []),
    { id: 'duplicate', label: 'Duplicate…', onAction: onDuplicate },
    ...(plan.lookup_key
      ? [{ id: 'copy-key', label: 'Copy lookup key', onAction: () => void copyText(plan.lookup_key, 'Lookup key') }]
      : []),
    { id: 'copy-id', label: 'Copy id', onAction: () => void copyText(plan.id, 'Id') },
    history,
    ...(isLive ? [{ id: 'archive', label: 'Archive…', isDangerous: true, onAction: onArchive }] : []),
  ];
}
