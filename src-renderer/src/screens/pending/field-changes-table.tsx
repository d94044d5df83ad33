import type { PendingDetail } from '@shared/entities/pending';
import type { PendingChange } from '@shared/entities/sync';
import type { PricingTier } from '@shared/rules/pricing';
import { fieldRule } from '@shared/rules/sync/synced-fields';
import { Undo2 } from 'lucide-react';
import { IconButton } from '../../components/icon-button';
import { TierChangeTable } from '../charges/edit/tier-change-table';
import { diffLines, fieldLabel } from './change-words';
import { ValueChange } from './value-change';
import { valueText } from './value-text';

type Field = PendingChange['fields'][number];

interface Props {
  change: PendingDetail;
  /** Takes one field back; null where only the whole row can be. */
  onRevert: ((field: string) => void) | null;
}

/** What a change changes: text in place, metadata key by key, tiers row by row, each with its way back. */
export function FieldChangesTable({ change, onRevert }: Props) {
  const isNew = change.kind === 'create';
  const shown = change.fields.filter(({ field, to }) => !isNew || valueText(field, to, change) !== null);
  const tiers = shown.find(({ field }) => field === 'tiers');
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <table aria-label="Changed fields" className="w-full table-fixed border-collapse text-14">
        <thead>
          <tr className="border-b border-line text-left text-13 text-secondary">
            <th scope="col" className="w-[28%] py-1 pr-3 font-medium">
              Field
            </th>
            <th scope="col" className="py-1 font-medium">
              {isNew ? 'Value' : 'On the server → here'}
            </th>
            {onRevert && (
              <th scope="col" className="w-9">
                <span className="sr-only">Take back</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown
            .filter(({ field }) => field !== 'tiers')
            .map((field) => (
              <FieldRow key={field.field} field={field} change={change} onRevert={onRevert} />
            ))}
        </tbody>
      </table>
      {tiers && <Tiers change={change} tiers={tiers} />}
    </div>
  );
}

function FieldRow({ field, change, onRevert }: Props & { field: Field }) {
  const isNew = change.kind === 'create';
  return (
    <>
      {diffLines(field).map(({ field: line, from, to }, index) => (
        <tr key={line} className="border-b border-line align-top">
          <th scope="row" className="py-1.5 pr-3 text-left font-medium break-words">
            {fieldLabel(line)}
          </th>
          <td className="py-1.5 break-words">
            <ValueChange
              before={valueText(line, from, change, [to])}
              after={valueText(line, to, change, [from])}
              isNew={isNew}
            />
            {index === 0 && field.stays_here && (
              <span className="mt-0.5 block text-13 text-pending">Stays here: {field.stays_here}</span>
            )}
          </td>
          {onRevert && (
            <td className="py-0.5">
              {index === 0 && canRevert(change, field.field) && (
                <IconButton
                  label={`Take back ${fieldLabel(field.field)}`}
                  icon={<Undo2 size={16} />}
                  onPress={() => onRevert(field.field)}
                />
              )}
            </td>
          )}
        </tr>
      ))}
    </>
  );
}

/** The terms of a version belong together: they are taken back with it. */
const canRevert = ({ entity, kind }: PendingDetail, field: string): boolean =>
  kind !== 'version' || fieldRule(entity, field)?.travels === 'in_place';

function Tiers({ change: { currency }, tiers }: { change: PendingDetail; tiers: Field }) {
  if (currency === null) return null;
  const tiersOf = (value: unknown) => (value ?? []) as PricingTier[];
  return <TierChangeTable before={tiersOf(tiers.from)} after={tiersOf(tiers.to)} currency={currency} />;
}
