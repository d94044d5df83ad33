import { Big } from '@shared/big';
import type { CommitmentInput, LineItem } from '@shared/entities/subscription';
import type { Commitment } from '@shared/rules/commitment';
import { isNumber } from '../charges/pricing/decimal-text';

/** A commitment as it is typed. */
export interface CommitmentDraft {
  type: 'amount' | 'quantity';
  value: string;
  overage_factor: string;
  true_up: boolean;
  by_window: boolean;
}

export const draftOf = (line: LineItem): CommitmentDraft => ({
  type: line.commitment_type ?? 'amount',
  value: line.commitment_amount ?? line.commitment_quantity ?? '',
  overage_factor: line.commitment_overage_factor ?? '1',
  true_up: line.commitment_true_up_enabled,
  by_window: line.commitment_windowed,
});

/** What is wrong with a draft, by field, in the core's words; null where nothing is. */
export function draftErrors({ type, value, overage_factor }: CommitmentDraft) {
  return {
    value:
      isNumber(value) && new Big(value.trim()).gt('0')
        ? null
        : `Please say which ${type} is committed to: a number greater than 0`,
    overage_factor:
      isNumber(overage_factor) && !new Big(overage_factor.trim()).lt('1')
        ? null
        : 'The overage factor must be at least 1',
  };
}

export const inputOf = (draft: CommitmentDraft, line: LineItem | null = null): CommitmentInput => ({
  commitment_type: draft.type,
  [draft.type === 'amount' ? 'commitment_amount' : 'commitment_quantity']: draft.value.trim(),
  overage_factor: draft.overage_factor.trim(),
  enable_true_up: draft.true_up,
  is_window_commitment: draft.by_window,
  commitment_duration: line?.commitment_duration ?? null,
});

/** A draft without errors as the rules take it. */
export const commitmentOfDraft = (draft: CommitmentDraft): Commitment => ({
  type: draft.type,
  amount: draft.type === 'amount' ? draft.value.trim() : null,
  quantity: draft.type === 'quantity' ? draft.value.trim() : null,
  duration: null,
  overage_factor: draft.overage_factor.trim(),
  true_up_enabled: draft.true_up,
  is_windowed: draft.by_window,
});

/** The commitment a line item has, to set it again; null when it has none. */
export const storedInput = (line: LineItem): CommitmentInput | null =>
  line.commitment_type === null ? null : inputOf(draftOf(line), line);
