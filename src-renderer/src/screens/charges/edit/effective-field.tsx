import type { Price } from '@shared/entities/price';
import { InstantField } from '../../../components/date-fields';
import { fieldError } from '../../../components/form';
import { RadioCards } from '../../../components/radio-cards';
import { formatDateTime } from '../../../format/date';
import { type EffectiveDraft, nextEffective } from './effective';
import type { PriceEditing } from './use-price-edit';

interface Props {
  price: Price;
  editing: PriceEditing;
  showAll: boolean;
}

/** When the new version takes over: at the next period unless the person says otherwise. */
export function EffectiveField({ price, editing, showAll }: Props) {
  const { edit, change, now, zone, moment, momentError, refusal } = editing;
  const { effective } = edit;
  const next = nextEffective(price, now, zone);
  const isUpcoming = price.start_date !== null && price.start_date > now;
  const isCustom = effective.choice === 'custom';
  const setChoice = (choice: EffectiveDraft['choice']) =>
    change({ effective: { choice, at: choice === 'custom' ? (effective.at ?? moment) : effective.at } });
  const error = fieldError(refusal, 'effective_from', showAll || effective.at !== null ? momentError : null);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <RadioCards<EffectiveDraft['choice']>
        label="Effective"
        value={effective.choice}
        onChange={setChoice}
        columns={1}
        cards={[
          ...(next
            ? [{ id: 'next' as const, label: 'Start of next period', description: formatDateTime(next, { zone }) }]
            : []),
          {
            id: 'now',
            label: 'Now',
            description:
              isUpcoming && price.start_date
                ? `This charge starts only ${formatDateTime(price.start_date, { zone })}.`
                : 'As soon as it is saved.',
            isDisabled: isUpcoming,
          },
          {
            id: 'custom',
            label: 'Another date and time',
            description: isUpcoming ? 'Not before the charge itself starts.' : 'Earlier moments are possible too.',
          },
        ]}
        error={isCustom ? null : error}
      />
      {isCustom && (
        <InstantField
          label="Effective From"
          isRequired
          value={effective.at}
          onChange={(at) => change({ effective: { choice: 'custom', at } })}
          {...(price.start_date && { min: price.start_date })}
          error={error}
        />
      )}
    </div>
  );
}
