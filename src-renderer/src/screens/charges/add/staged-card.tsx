import type { Group } from '@shared/entities/group';
import { ArrowDown, ArrowUp, CopyPlus, Pencil, Trash2 } from 'lucide-react';
import { IconButton } from '../../../components/icon-button';
import { useApiQuery } from '../../../door/use-api';
import { billingPeriodNames, formatPrice } from '../../../format/price';
import type { ChargeDraft } from './charge-draft';
import type { StagedCharge } from './charge-list';
import { draftTerms } from './draft-terms';

interface Props {
  charge: StagedCharge;
  index: number;
  count: number;
  /** Null while another form must be finished first. */
  onEdit: (() => void) | null;
  onDuplicate(): void;
  onRemove(): void;
  onMove(by: -1 | 1): void;
}

/** A charge that waits to be saved, in two lines, with what can be done to it. */
export function StagedCard({ charge, index, count, ...actions }: Props) {
  const { draft } = charge;
  const group = useApiQuery('group.get', { id: draft.group_id ?? '' }, { enabled: draft.group_id !== null });
  const name = draft.display_name.trim() || draft.feature?.name || 'Unnamed charge';
  const terms = draftTerms(draft);
  return (
    <li
      data-staged={charge.id}
      className="flex flex-wrap items-start justify-between gap-3 rounded-sheet border border-line p-4"
    >
      <div className="min-w-0 flex-1">
        <h2 className="text-14 font-semibold break-words">{name}</h2>
        <p className="text-14 break-words text-secondary">{terms ? formatPrice(terms, draft.feature) : ''}</p>
        <p className="text-13 break-words text-muted">{factsOf(draft, group.data ?? null)}</p>
      </div>
      <div className="flex shrink-0 gap-1">
        <IconButton
          label={`Move ${name} up`}
          icon={<ArrowUp size={16} />}
          isDisabled={index === 0}
          onPress={() => actions.onMove(-1)}
        />
        <IconButton
          label={`Move ${name} down`}
          icon={<ArrowDown size={16} />}
          isDisabled={index === count - 1}
          onPress={() => actions.onMove(1)}
        />
        <IconButton
          label={actions.onEdit ? `Edit ${name}` : `Edit ${name}: finish the open charge first`}
          icon={<Pencil size={16} />}
          isDisabled={actions.onEdit === null}
          onPress={() => actions.onEdit?.()}
        />
        <IconButton label={`Duplicate ${name}`} icon={<CopyPlus size={16} />} onPress={actions.onDuplicate} />
        <IconButton label={`Remove ${name}`} icon={<Trash2 size={16} />} onPress={actions.onRemove} />
      </div>
    </li>
  );
}

function factsOf(draft: ChargeDraft, group: Group | null): string {
  return [
    draft.type === 'USAGE' ? 'Usage Based' : 'Fixed charge',
    draft.feature?.name,
    billingPeriodNames[draft.billing_period],
    draft.type === 'FIXED' && draft.invoice_cadence === 'ADVANCE' ? 'Advance' : 'Arrear',
    draft.group_id === null ? 'No group' : group?.name,
  ]
    .filter(Boolean)
    .join(' · ');
}
