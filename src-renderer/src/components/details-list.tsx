import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';

export interface Detail {
  label: string;
  /** Null or "" shows as a dash. */
  value: ReactNode;
  /** Why the value is as it is, or cannot be changed. */
  note?: string;
  /** Offers to copy this text. */
  copy?: string;
}

/** The facts of one thing: labels and values, each copyable where that helps. */
export function DetailsList({ details }: { details: readonly Detail[] }) {
  return (
    <dl className="grid max-w-200 grid-cols-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {details.map(({ label, value, note, copy }) => (
        <div key={label} className="contents">
          <dt className="border-line pt-2 text-14 text-muted sm:border-b sm:py-2">{label}</dt>
          <dd className="min-w-0 border-b border-line pb-2 text-14 sm:py-2">
            <span className="flex min-w-0 items-start gap-1">
              <span className="min-w-0 break-words">
                {value === null || value === '' ? <span className="text-muted">—</span> : value}
              </span>
              {copy && (
                <span className="-my-1.5 shrink-0">
                  <CopyButton text={copy} label={`Copy ${label.toLowerCase()}`} />
                </span>
              )}
            </span>
            {note && <span className="block text-13 text-muted">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
