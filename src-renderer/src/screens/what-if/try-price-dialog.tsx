import type { Price } from '@shared/entities/price';
import { useState } from 'react';
import { Checkbox } from '../../components/checkbox';
import { FormDialog } from '../../components/form-dialog';
import { SearchSelect } from '../../components/search-select';
import { useApiQuery } from '../../door/use-api';
import { formatPrice } from '../../format/price';
import { type EditedPrice, useEditedPrice } from '../charges/edit/use-edited-price';
import { type PricingDraft, pricingDraftOf, pricingErrors, termsOf } from '../charges/pricing/pricing-draft';
import { PricingFields } from '../charges/pricing/pricing-fields';
import { WorkedExample } from '../charges/pricing/worked-example';
import { chargeName } from '../plans/charge-terms';
import { type ChangeOf, termsOfUpdate, updateOfTerms } from './change-of-terms';

interface Props {
  /** The change to go on with; null for a new one. */
  change: ChangeOf<'edit_price'> | null;
  onDone(change: ChangeOf<'edit_price'>): void;
  onClose(): void;
}

/** Chooses a price and tries other terms on it. Nothing here is saved. */
export function TryPriceDialog({ change, onDone, onClose }: Props) {
  const [priceId, setPriceId] = useState(change?.update.id ?? null);
  const [draft, setDraft] = useState<PricingDraft | null>(
    change ? pricingDraftOf({ ...termsOfUpdate(change.update), tiers: tiersOf(change) }) : null,
  );
  const [isAll, setAll] = useState(change?.all_versions ?? true);
  const [attempts, setAttempts] = useState(0);
  const edited = useEditedPrice(priceId ?? '').data;
  const pricing = draft ?? (edited && pricingDraftOf(edited.price));
  const terms = pricing && termsOf(pricing);
  const missing = priceId === null && attempts > 0 ? 'Choose the price to try other terms on.' : null;

  const submit = () => {
    if (priceId === null || !terms) return setAttempts(attempts + 1);
    onDone({ kind: 'edit_price', update: updateOfTerms(priceId, terms), all_versions: isAll });
  };
  return (
    <FormDialog
      title="Try another price"
      description="Only the comparison changes. The price itself stays as it is."
      size="medium"
      submitLabel="Compare"
      onSubmit={submit}
      onClose={onClose}
      isDirty={draft !== null && change === null}
      attempts={attempts}
    >
      <PriceSelect
        price={edited}
        priceId={priceId}
        error={missing}
        onChange={(id) => {
          setPriceId(id);
          setDraft(null);
        }}
      />
      {edited && pricing && (
        <>
          <PricingFields
            pricing={pricing}
            onChange={setDraft}
            errors={pricingErrors(pricing)}
            showAll={attempts > 0}
            type="USAGE"
            currency={edited.price.currency}
            period={edited.price.billing_period}
            periodCount={edited.price.billing_period_count}
            unit={edited.feature}
          />
          <Checkbox isSelected={isAll} onChange={setAll}>
            Earlier and later versions of this price, too
          </Checkbox>
          <WorkedExample terms={terms ?? null} currency={edited.price.currency} unit={edited.feature} />
        </>
      )}
    </FormDialog>
  );
}

const tiersOf = ({ update }: ChangeOf<'edit_price'>) =>
  termsOfUpdate(update).tiers?.map((tier) => ({ ...tier })) ?? null;

interface PriceSelectProps {
  price: EditedPrice | null;
  priceId: string | null;
  error: string | null;
  onChange(priceId: string): void;
}

/** One usage price of any plan, found by typing. */
function PriceSelect({ price, priceId, error, onChange }: PriceSelectProps) {
  const [search, setSearch] = useState('');
  const found = useApiQuery('price.search', {
    search: search.trim(),
    limit: 50,
    expand: 'plan,meters',
    sort: [{ field: 'display_name', direction: 'asc' }],
    filters: [{ field: 'type', operator: 'eq', data_type: 'string', value: { string: 'USAGE' } }],
  });
  return (
    <SearchSelect<Price>
      label="Price"
      isRequired
      autoFocus
      value={priceId}
      valueText={price ? `${chargeName(price.price)} · ${price.plan?.name ?? ''}` : ''}
      placeholder="Search prices…"
      items={found.data?.items ?? []}
      itemKey={(one) => one.id}
      itemText={(one) => `${chargeName(one)} · ${one.plan?.name ?? ''}`}
      renderItem={(one) => (
        <>
          {chargeName(one)} <span className="text-muted">{one.plan?.name}</span>
          <span className="block text-13 text-muted">{formatPrice(one)}</span>
        </>
      )}
      onSearch={setSearch}
      isLoading={found.isPending}
      onChange={(id) => id !== null && onChange(id)}
      error={error}
    />
  );
}
