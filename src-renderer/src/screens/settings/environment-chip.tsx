import { FlaskConical, ShieldAlert } from 'lucide-react';
import { Chip } from '../../components/chip';
import { useEnvironment } from '../../door/environment';

/** Which environment something belongs to, in the colours of the environment switcher. */
export function EnvironmentChip() {
  const { name, type } = useEnvironment();
  const isProduction = type === 'production';
  const Icon = isProduction ? ShieldAlert : FlaskConical;
  return (
    <Chip kind={isProduction ? 'danger' : 'pending'} icon={<Icon aria-hidden size={12} />}>
      {name}
    </Chip>
  );
}
