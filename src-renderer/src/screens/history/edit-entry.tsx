import type { HistoryEdit } from '@shared/entities/history';
import { useState } from 'react';
import { hasPage, RowLink } from '../../components/row-link';
import { formatTime } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { EditedFields } from './edited-fields';
import { authorText, detailText, editText, iconOf } from './history-words';

interface Props {
  edit: HistoryEdit;
  names: Readonly<Record<string, string>>;
}

/** One edit in a line, which opens to the fields it changed. */
export function EditEntry({ edit, names }: Props) {
  const [isOpen, setOpen] = useState(false);
  const Icon = iconOf(edit);
  const detail = detailText(edit);
  return (
    <li className="border-b border-line last:border-0">
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary
          data-edit
          className="grid cursor-pointer list-none grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-3 rounded-control px-3 py-2 text-14 hover:bg-hover sm:grid-cols-[1rem_minmax(0,1fr)_minmax(0,12rem)_4.5rem] [&::-webkit-details-marker]:hidden"
        >
          <Icon aria-hidden size={16} className="translate-y-0.5 text-muted" />
          <span className="min-w-0">
            <span className="line-clamp-2 font-medium break-words">{editText(edit)}</span>
            {detail && <span className="line-clamp-1 text-13 break-words text-secondary">{detail}</span>}
          </span>
          <span className="col-start-2 truncate text-secondary sm:col-start-3">{authorText(edit)}</span>
          <time dateTime={edit.at} className="col-start-2 text-muted sm:col-start-4 sm:text-right">
            {formatTime(edit.at)}
          </time>
        </summary>
        {isOpen && <EditDetail edit={edit} names={names} />}
      </details>
    </li>
  );
}

function EditDetail({ edit, names }: Props) {
  const { rows, count, kind, entity } = edit;
  return (
    <div className="mt-1 mr-3 mb-3 ml-10 flex min-w-0 flex-col gap-3 rounded-control bg-sunken px-3 py-2">
      {rows.map((row) => (
        <section key={row.id} aria-label={row.name || 'Unnamed'} className="flex min-w-0 flex-col gap-1">
          {(count > 1 || hasPage(entity)) && (
            <h3 className="text-14 font-semibold break-words">
              <RowLink entity={entity} id={row.id} text={row.name || 'Unnamed'} />
              {row.of !== null && <span className="font-normal text-secondary"> of {row.of}</span>}
            </h3>
          )}
          <EditedFields row={row} names={names} isNew={kind === 'create'} />
        </section>
      ))}
      {count > rows.length && (
        <p className="text-14 text-secondary">
          And {formatCount(count - rows.length)} more, changed in the same moment.
        </p>
      )}
    </div>
  );
}
