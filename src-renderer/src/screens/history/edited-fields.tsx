import type { EditedRow } from '@shared/entities/history';
import { isUsual } from '../pending/change-words';
import { ValueChange } from '../pending/value-change';
import { valueText } from '../pending/value-text';
import { labelOf, shownFields } from './history-words';

interface Props {
  row: EditedRow;
  /** Of rows that fields refer to. */
  names: Readonly<Record<string, string>>;
  /** A new row has only values. */
  isNew: boolean;
}

/** What an edit did to the fields of one row. */
export function EditedFields({ row, names, isNew }: Props) {
  const of = { names, currency: row.currency };
  const lines = shownFields(row.fields)
    .filter(({ field, to }) => !isNew || !isUsual(field, to))
    .map(({ field, from, to }) => ({
      field,
      before: valueText(field, from, of, [to]),
      after: valueText(field, to, of, [from]),
    }))
    .filter(({ before, after }) => before !== after);
  if (lines.length === 0) return <p className="text-14 text-muted">Nothing that is shown here changed.</p>;
  return (
    <table aria-label={`Fields of ${row.name || 'the row'}`} className="w-full table-fixed border-collapse text-14">
      <colgroup>
        <col className="w-[28%]" />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{isNew ? 'Value' : 'Before → after'}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ field, before, after }) => (
          <tr key={field} className="border-b border-line align-top last:border-0">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium break-words">
              {labelOf(field)}
            </th>
            <td className="py-1.5 break-words">
              <ValueChange before={before} after={after} isNew={isNew} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
