import { ArrowRight } from 'lucide-react';
import type { FieldChange } from './field-changes';

/** Fields before and after. */
export function ChangeTable({ label, changes }: { label: string; changes: readonly FieldChange[] }) {
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse text-14">
      <thead>
        <tr className="border-b border-line text-left text-13 text-secondary">
          <th scope="col" className="w-1/5 py-1 pr-3 font-medium">
            Field
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Now
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ label: field, before, after }) => (
          <tr key={field} className="border-b border-line align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium break-words">
              {field}
            </th>
            <td className="py-1.5 pr-3 break-words text-secondary">
              <Value text={before} />
            </td>
            <td className="py-1.5 font-medium break-words">
              <span className="inline-flex max-w-full items-start gap-1.5">
                <ArrowRight aria-hidden size={14} className="mt-1 shrink-0 text-muted" />
                <span className="min-w-0 break-words">
                  <Value text={after} />
                </span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Value = ({ text }: { text: string | null }) =>
  text === null ? <em className="font-regular text-muted">empty</em> : text;
