import type { PendingChange } from '@shared/entities/sync';
import { ArrowRight } from 'lucide-react';
import { diffLines, fieldLabel } from './change-words';
import { Value } from './field-changes-table';
import { valueText } from './value-text';

interface Props {
  change: PendingChange;
  /** Names of the rows that ids stand for. */
  names: Readonly<Record<string, string>>;
}

/** Fields of a new row that its heading tells already, or that are the same for every new row. */
const told = new Set(['name', 'display_name', 'status', 'entity_type']);
/** Values that are there where nobody chose any. */
const usual: Record<string, unknown> = { display_order: 0, billing_period_count: 1, trial_period_days: 0 };

/** What is sent of a change, value by value: of a new row what it consists of, of an edit what was and what will be. */
export function ReviewLines({ change, names }: Props) {
  if (change.kind === 'create') {
    const values = change.fields.flatMap(({ field, to }) => {
      const text = told.has(field) || usual[field] === to ? null : valueText(field, to, names);
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
            <Value text={valueText(line, from, names, [to])} className="text-secondary line-through" />
            <ArrowRight aria-label="becomes" size={12} className="mx-1 inline shrink-0 align-[-1px] text-muted" />
            <Value text={valueText(line, to, names, [from])} className="font-medium" />
            {field.stays_here && <span className="text-pending"> (stays here)</span>}
          </li>
        )),
      )}
    </ul>
  );
}
