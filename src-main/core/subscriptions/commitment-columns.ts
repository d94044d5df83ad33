import { Big } from '@shared/big';
import type { CommitmentInput } from '@shared/entities/subscription';
import { invalid } from '@shared/errors';
import type { Selectable } from 'kysely';
import type { LineItemTable } from '../store/schema';

export type CommitmentColumns = Pick<
  Selectable<LineItemTable>,
  | 'commitment_type'
  | 'commitment_amount'
  | 'commitment_quantity'
  | 'commitment_duration'
  | 'commitment_overage_factor'
  | 'commitment_true_up_enabled'
  | 'commitment_windowed'
>;

export const noCommitment: CommitmentColumns = {
  commitment_type: null,
  commitment_amount: null,
  commitment_quantity: null,
  commitment_duration: null,
  commitment_overage_factor: null,
  commitment_true_up_enabled: 0,
  commitment_windowed: 0,
};

/** The commitment of a line item, to continue it on another one. */
export const commitmentOf = (row: CommitmentColumns): CommitmentColumns => ({
  commitment_type: row.commitment_type,
  commitment_amount: row.commitment_amount,
  commitment_quantity: row.commitment_quantity,
  commitment_duration: row.commitment_duration,
  commitment_overage_factor: row.commitment_overage_factor,
  commitment_true_up_enabled: row.commitment_true_up_enabled,
  commitment_windowed: row.commitment_windowed,
});

/**
 * A commitment as it is stored. Refuses one to nothing, to an amount and a quantity at once, of which usage beyond would
 * be cheaper than usage within, or by window where the meter has none. `field` leads to it in the request.
 */
export function commitmentColumns(
  input: CommitmentInput,
  field: string,
  bucket_size: string | null,
): CommitmentColumns {
  const { commitment_amount: amount, commitment_quantity: quantity, commitment_duration, enable_true_up } = input;
  const type = input.commitment_type ?? (amount ? 'amount' : 'quantity');
  const [value, other] = type === 'amount' ? [amount, quantity] : [quantity, amount];
  if (!value || new Big(value).lte('0')) {
    throw invalid(`Please say which ${type} is committed to: a number greater than 0`, `${field}.commitment_${type}`);
  }
  if (other && !new Big(other).eq('0')) {
    throw invalid('Please commit to either an amount or a quantity', `${field}.commitment_type`);
  }
  const factor = input.overage_factor ?? '1';
  if (new Big(factor).lt('1')) throw invalid('The overage factor must be at least 1', `${field}.overage_factor`);
  if (input.is_window_commitment && bucket_size === null) {
    throw invalid('Configure bucket_size on the meter to use window-based commitment', `${field}.is_window_commitment`);
  }
  return {
    commitment_type: type,
    commitment_amount: type === 'amount' ? value : null,
    commitment_quantity: type === 'quantity' ? value : null,
    commitment_duration: commitment_duration ?? null,
    commitment_overage_factor: factor,
    commitment_true_up_enabled: enable_true_up ? 1 : 0,
    commitment_windowed: input.is_window_commitment ? 1 : 0,
  };
}
