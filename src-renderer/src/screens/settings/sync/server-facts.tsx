import type { RemoteExtension, RemoteServer } from '@shared/entities/sync';
import { Check, Minus } from 'lucide-react';
import { Notice } from '../../../components/form';
import { useEnvironment } from '../../../door/environment';
import { abilities } from './remote-abilities';

const typeNames: Record<string, string> = { development: 'Sandbox', production: 'Production' };
const typeName = (type: string) => typeNames[type] ?? type;

/** Who answered, in a sentence. */
export const whoAnswers = (remote: RemoteServer | null): string =>
  remote
    ? `${remote.product} ${remote.version}`
    : 'A server with the public v1 API; it does not tell more about itself';

/** The warnings about a server: another kind of environment there, or a key that only reads. */
export function ServerWarnings({ remote }: { remote: RemoteServer | null }) {
  const environment = useEnvironment();
  const isOtherType = remote !== null && remote.environment_type !== environment.type;
  return (
    <>
      {isOtherType && (
        <Notice kind="danger">
          <strong className="font-semibold">These are different kinds of environments.</strong> The key opens “
          {remote.environment}”, which is a {typeName(remote.environment_type)} environment; here you are in{' '}
          {environment.name}, which is a {typeName(environment.type)} environment. Changes made here would arrive there.
        </Notice>
      )}
      {remote === null && (
        <Notice kind="pending">
          This server does not tell which environment the key opens. Make sure that it is meant for {environment.name}.
        </Notice>
      )}
      {remote?.key_access === 'read' && (
        <Notice kind="pending">
          The key “{remote.key_name}” only reads: the server’s changes arrive here, but changes made here cannot be
          sent.
        </Notice>
      )}
    </>
  );
}

/** What a server can do beyond the public API, and what not, in words. */
export function ServerAbilities({ extensions }: { extensions: readonly RemoteExtension[] }) {
  return (
    <ul aria-label="What this server can do" className="flex flex-col gap-1 text-14">
      {abilities.map(({ name, can, cannot }) => {
        const isAble = extensions.includes(name);
        const Icon = isAble ? Check : Minus;
        return (
          <li key={name} className="flex items-start gap-2">
            <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${isAble ? 'text-ok' : 'text-muted'}`} />
            <span className="min-w-0 break-words">{isAble ? can : cannot}</span>
          </li>
        );
      })}
    </ul>
  );
}
