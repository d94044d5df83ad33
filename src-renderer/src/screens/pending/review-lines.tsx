import type { PendingChange } from '@shared/entities/sync';
import { diffLines, fieldLabel, isUsual } from './change-words';
import { ValueChange } from './value-change';
import { valueText } from './value-text';

interface Props {
  change: PendingChange;
  /** Of the rows that ids stand for. */
  names: Readonly<Record<string, string>>;
}

/** Fields of a new row that its heading tells already, or that are the same for every new row. */
const told = new Set(['name', 'display_name', 'status', 'entity_type']);

/** What is sent of a change, value by value: of a new row what it consists of, of an edit what was and what will be. */
export function ReviewLines({ change, names }: Props) {
  const of = { names, currency: change.currency };
  if (change.kind === 'create') {
    const values = change.fields.flatMap(({ field, to }) => {
      const text = told.has(field) || isUsual(field, to) ? null : valueText(field, to, of);
      return text === null ? [] : `${fieldLabel(field)}: ${text}`;
    });
    return <p className="text-13 break-words text-secondary">{values.join(' · ')}</p>;
  }
  return (
    <ul aria-label="Values" className="flex flex-col text-13">
      {change.fields.flatMap((field) =>
        diffLines(field).map(({ field: line, from, to }) => (
          <li key={line} className="break-words">
            <span className="text-secondary">{fieldLabel(line)}:</span>{' '}
            <ValueChange before={valueText(line, from, of, [to])} after={valueText(line, to, of, [from])} />
            {field.stays_here && <span className="text-pending"> (stays here)</span>}
          </li>
        )),
      )}
    </ul>
  );
}
