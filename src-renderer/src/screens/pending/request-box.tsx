import type { PlannedRequest } from '@shared/entities/sync';
import { CopyButton } from '../../components/copy-button';

const textOf = ({ method, path, body }: PlannedRequest): string =>
  body === undefined || body === null
    ? `${method} /v1${path}`
    : `${method} /v1${path}\n${JSON.stringify(body, null, 2)}`;

/** The requests exactly as they would be sent now. */
export function RequestBox({ requests }: { requests: readonly PlannedRequest[] }) {
  if (requests.length === 0) {
    return <p className="text-14 text-secondary">Nothing of this would be sent to this server.</p>;
  }
  return (
    <ul className="flex min-w-0 flex-col gap-2">
      {requests.map((request) => (
        <li key={`${request.method} ${request.path}`} className="min-w-0 rounded-control border border-line bg-sunken">
          <div className="flex items-center justify-between gap-2 border-b border-line pl-3">
            <span className="min-w-0 py-1 font-mono text-13 break-all">
              {request.method} /v1{request.path}
            </span>
            <CopyButton text={textOf(request)} label={`Copy ${request.method} ${request.path}`} />
          </div>
          {request.body !== undefined && request.body !== null && (
            <section
              aria-label={`Body of ${request.method} ${request.path}`}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
              tabIndex={0}
              className="max-h-72 overflow-auto px-3 py-2"
            >
              <pre className="font-mono text-13">{JSON.stringify(request.body, null, 2)}</pre>
            </section>
          )}
        </li>
      ))}
    </ul>
  );
}
