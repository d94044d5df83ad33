import type { Environment } from '@shared/entities/environment';
import { useNavigate } from '@tanstack/react-router';
import { Check, ChevronsUpDown, FlaskConical, ShieldAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { ActionMenu } from '../components/menu';
import { setEnvironment, useEnvironment } from '../door/environment';
import { useApiQuery } from '../door/use-api';

const looks = {
  development: { className: 'border-pending bg-pending-soft text-pending', icon: FlaskConical },
  production: { className: 'border-2 border-danger bg-surface text-danger', icon: ShieldAlert },
};

/** Which catalog this window shows: amber for a sandbox, a red outline for production; changes it too. */
export function EnvironmentSwitcher({ isCollapsed }: { isCollapsed: boolean }) {
  const environment = useEnvironment();
  const environments = useApiQuery('environment.list', {});
  const navigate = useNavigate();
  const { className, icon: Icon } = looks[environment.type];

  const choose = (next: Environment) => {
    if (next.id === environment.id) return;
    setEnvironment(next);
    // What is open belongs to the other environment.
    void navigate({ to: '/' });
  };

  return (
    <ActionMenu
      label="Environment"
      actions={(environments.data?.items ?? []).map((one) => ({
        id: one.id,
        label: one.name,
        icon: <Check aria-hidden size={16} className={one.id === environment.id ? '' : 'invisible'} />,
        onAction: () => choose(one),
      }))}
      trigger={
        <AriaButton
          aria-label={`Environment: ${environment.name}`}
          className={`flex h-9 w-full min-w-0 items-center gap-2 rounded-control border px-2.5 text-14 font-semibold ${isCollapsed ? 'justify-center px-0' : ''} ${className}`}
        >
          <Icon aria-hidden size={16} className="shrink-0" />
          {!isCollapsed && (
            <>
              <span className="min-w-0 flex-1 truncate text-left">{environment.name}</span>
              <ChevronsUpDown aria-hidden size={16} className="shrink-0" />
            </>
          )}
        </AriaButton>
      }
    />
  );
}
