import type { RefObject } from 'react';
import { Checkbox } from '../../../components/checkbox';
import { Notice } from '../../../components/form';
import { useEnvironment } from '../../../door/environment';
import { useApiQuery } from '../../../door/use-api';
import { formatDateTime } from '../../../format/date';
import { formatPrice } from '../../../format/price';
import { termsOf } from '../pricing/pricing-draft';
import { subscriptionCount } from './affected-text';
import { ChangeTable } from './change-table';
import { CostComparison } from './cost-comparison';
import { detailChanges, pricingChanges } from './field-changes';
import { ImpactPanel } from './impact-panel';
import { TierChangeTable } from './tier-change-table';
import type { EditedPrice } from './use-edited-price';
import type { PriceEditing } from './use-price-edit';
import { VersionTimeline } from './version-timeline';

interface Props {
  edited: EditedPrice;
  editing: PriceEditing;
  headingRef: RefObject<HTMLHeadingElement | null>;
  /** The new version starts in the past: asked for a second time. */
  past: { isAgreed: boolean; onAgree(isAgreed: boolean): void } | null;
}

/** Everything that saving will do, field by field, in time and in money. */
export function PriceReview({ edited, editing, headingRef, past }: Props) {
  const environment = useEnvironment();
  const groupId = editing.edit.group_id;
  const group = useApiQuery('group.get', { id: groupId ?? '' }, { enabled: groupId !== null, keepPrevious: false });
  const { price } = edited;
  const details = detailChanges(price, editing.edit, {
    before: price.group?.name ?? 'Unknown group',
    after: group.data?.name ?? '…',
  });
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <h3 ref={headingRef} tabIndex={-1} className="text-16 font-semibold outline-none">
        Review
      </h3>
      {details.length > 0 && (
        <section aria-labelledby="review-details" className="flex min-w-0 flex-col gap-2">
          <h4 id="review-details" className="text-14 font-semibold">
            Changes in place, at once
          </h4>
          <ChangeTable label="Changes in place" changes={details} />
          {editing.details.includes('group_id') && (
            <Notice kind="info">
              The group counts for all time: usage and cost of past periods move with it in every report.
            </Notice>
          )}
        </section>
      )}
      {editing.pricing.length > 0 && <NewVersion edited={edited} editing={editing} past={past} />}
      <p className="text-13 text-muted">
        Environment: <strong className="font-semibold text-ink">{environment.name}</strong>
      </p>
    </div>
  );
}

function NewVersion({ edited, editing, past }: Pick<Props, 'edited' | 'editing' | 'past'>) {
  const { price, plan, feature } = edited;
  const after = termsOf(editing.edit.pricing);
  const { moment, now, zone } = editing;
  if (!after || moment === null) return null;
  const isNow = editing.edit.effective.choice === 'now';
  const newPrice = { ...price, ...after, tiers: after.tiers && [...after.tiers] };
  return (
    <section aria-labelledby="review-version" className="flex min-w-0 flex-col gap-4">
      <h4 id="review-version" className="text-14 font-semibold">
        A new version, from {isNow ? 'now on' : formatDateTime(moment, { zone })}
      </h4>
      {past && (
        <div className="flex flex-col gap-2 rounded-control border border-pending bg-pending-soft p-3">
          <p className="text-14 text-pending">
            {formatDateTime(moment, { zone })} lies in the past: usage since then gets the new price.
          </p>
          <Checkbox isSelected={past.isAgreed} onChange={past.onAgree}>
            Yes, price past usage anew
          </Checkbox>
        </div>
      )}
      <ChangeTable label="Pricing of the new version" changes={pricingChanges(price, newPrice, feature)} />
      {(price.tiers?.length ?? 0) + (after.tiers?.length ?? 0) > 0 && (
        <TierChangeTable before={price.tiers ?? []} after={after.tiers ?? []} currency={price.currency} />
      )}
      <VersionTimeline
        now={now}
        versions={[
          {
            id: 'current',
            label: formatPrice(price, feature),
            from: price.start_date ?? price.created_at,
            to: moment,
            isNew: false,
          },
          { id: 'new', label: formatPrice(newPrice, feature), from: moment, to: null, isNew: true },
        ]}
      />
      <CostComparison
        before={price}
        after={after}
        currency={price.currency}
        unit={feature}
        quantity={price.type === 'USAGE' ? '1000' : (price.min_quantity ?? '1')}
      />
      {price.type === 'USAGE' && <ImpactPanel price={price} terms={after} since={past ? moment : null} />}
      <p className="text-14 text-secondary">
        {subscriptionCount(plan)} Reports price usage by the version in force when it happened.
      </p>
    </section>
  );
}
