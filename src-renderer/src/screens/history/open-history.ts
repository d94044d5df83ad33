import { useNavigate } from '@tanstack/react-router';
import type { MenuAction } from '../../components/menu';

/** The way from a row to what was done to it, for its menu. */
export function useHistoryAction(): (id: string) => MenuAction {
  const navigate = useNavigate();
  return (id) => ({
    id: 'history',
    label: 'History',
    onAction: () => void navigate({ to: '/history', search: { id } as never }),
  });
}
