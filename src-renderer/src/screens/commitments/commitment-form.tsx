import type { LineItem } from '@shared/entities/subscription';
import { useState } from 'react';
import { Button } from '../../components/button';
import { DecimalField } from '../../components/decimal-field';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { RadioCards } from '../../components/radio-cards';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { formatDate } from '../../format/date';
import { unitWords } from '../../format/quantity';
import { useEditedPrice } from '../charges/edit/use-edited-price';
import { type CommitmentDraft, draftErrors, draftOf, inputOf, storedInput } from './commitment-draft';
import { CommitmentExample } from './commitment-example';
import { commitmentWords } from './commitment-words';
import { useCommitment } from './use-commitment';

interface Props {
  line: LineItem;
  /** All charges that can be chosen from. */
  lines: readonly LineItem[];
  of: string;
  onChoose(line_item_id: string): void;
  onClose(): void;
}

const nameOf = (line: LineItem) => line.display_name || line.meter_display_name;

/** The commitment of one line item, with what it means in money beside it. */
export function CommitmentForm({ line, lines, of, onChoose, onClose }: Props) {
  const stored = draftOf(line);
  // What is stored until something is typed: it may change after the dialog opened, as by an undo.
  const [edited, setEdited] = useState<CommitmentDraft | null>(null);
  const draft = edited ?? stored;
  const [isTried, setTried] = useState(0);
  const price = useEditedPrice(line.price_id);
  const meter = useApiQuery('meter.get', { id: line.meter_id }, { keepPrevious: false });
  const { timezone } = useEnvironment();
  const { save, isPending, error } = useCommitment(`${nameOf(line)}” of “${of}`, onClose);
  const unit = price.data?.feature ?? null;
  const has = line.commitment_type !== null;
  const errors = draftErrors(draft);
  const isComplete = errors.value === null && errors.overage_factor === null;
  const change = (next: Partial<CommitmentDraft>) => setEdited({ ...draft, ...next });
  const isDirty = JSON.stringify(draft) !== JSON.stringify(stored);
  const isBucketed = meter.data?.aggregation.bucket_size != null;
  const said = isComplete ? commitmentWords(draft, line.currency, unit) : null;

  return (
    <FormDialog
      title={`Minimum commitment of “${of}”`}
      description="What the customer has promised to spend or use, whatever the usage comes to."
      size="large"
      submitLabel={has ? 'Change commitment' : 'Set commitment'}
      onSubmit={() =>
        isComplete ? save(line, inputOf(draft, line), storedInput(line)) : setTried((attempts) => attempts + 1)
      }
      onClose={onClose}
      isDirty={isDirty}
      isPending={isPending}
      error={error}
      fields={['commitment.commitment_amount', 'commitment.commitment_quantity', 'commitment.overage_factor']}
      attempts={isTried}
      footerStart={
        has && (
          <Button onPress={() => save(line, null, storedInput(line))} isDisabled={isPending}>
            Remove commitment
          </Button>
        )
      }
    >
      {lines.length > 1 && (
        <Select
          label="Charge"
          value={line.id}
          onChange={onChoose}
          isDisabled={isDirty}
          description={isDirty ? 'Save or discard the change before choosing another charge.' : undefined}
          options={lines.map((one) => ({
            id: one.id,
            label: nameOf(one),
            description: one.commitment_type === null ? 'No commitment' : 'Has a commitment',
          }))}
        />
      )}
      <div className="grid gap-4 md:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <RadioCards
            label="Committed to"
            value={draft.type}
            onChange={(type) => change({ type })}
            cards={[
              { id: 'amount', label: 'An amount', description: 'Money to spend' },
              { id: 'quantity', label: 'A quantity', description: 'Usage, at what it costs' },
            ]}
          />
          <DecimalField
            label={
              draft.type === 'amount' ? `Amount (${line.currency.toUpperCase()})` : `Quantity (${unitWords(unit)})`
            }
            value={draft.value}
            onChange={(value) => change({ value })}
            isRequired
            error={fieldError(error, `commitment.commitment_${draft.type}`, isTried > 0 ? errors.value : null)}
          />
          <DecimalField
            label="Overage factor"
            value={draft.overage_factor}
            onChange={(overage_factor) => change({ overage_factor })}
            description="What is used beyond the commitment is charged this many times; 1 charges it as usual."
            error={fieldError(
              error,
              'commitment.overage_factor',
              draft.overage_factor === '' && isTried === 0 ? null : errors.overage_factor,
            )}
          />
          <Switch
            isSelected={draft.true_up}
            onChange={(true_up) => change({ true_up })}
            description="What was promised is charged even where less was used."
          >
            Charge what was not used (true-up)
          </Switch>
          {isBucketed && (
            <Switch
              isSelected={draft.by_window}
              onChange={(by_window) => change({ by_window })}
              description="The feature is measured window by window: each has the commitment on its own."
            >
              For each window
            </Switch>
          )}
        </div>
        {price.data && (
          <CommitmentExample
            draft={isComplete ? draft : null}
            terms={price.data.price}
            currency={line.currency}
            unit={unit}
          />
        )}
      </div>
      <Notice kind="info">
        Usage of {nameOf(line)} from {formatDate(line.start_date, { zone: timezone })} on is charged by it, past usage
        too. {has ? `Now: ${commitmentWords(stored, line.currency, unit)}.` : 'Now: no commitment.'}
        {said !== null && isDirty && ` Then: ${said}.`}
      </Notice>
    </FormDialog>
  );
}
