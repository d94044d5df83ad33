import { useState } from 'react';
import { Checkbox } from '../../../components/checkbox';
import { InstantField } from '../../../components/date-fields';
import { fieldError, Notice } from '../../../components/form';
import { FormDialog } from '../../../components/form-dialog';
import { toastDone } from '../../../components/toast';
import { useEnvironment } from '../../../door/environment';
import { useApiMutation } from '../../../door/use-api';
import { formatDateTime } from '../../../format/date';
import { formatPrice } from '../../../format/price';
import { subscriptionCount } from './affected-text';
import type { EditedPrice } from './use-edited-price';
import { VersionTimeline } from './version-timeline';

/** When a charge ends, what follows from it, and the button that does it. */
export function TerminatePriceForm({ edited, onClose }: { edited: EditedPrice; onClose(): void }) {
  const { price, plan, feature } = edited;
  const environment = useEnvironment();
  const terminate = useApiMutation('price.terminate');
  const [endDate, setEndDate] = useState<string | null>(null);
  const [isAgreed, setAgreed] = useState(false);
  const [openedAt] = useState(() => new Date().toISOString());
  const isPast = endDate !== null && endDate < openedAt;
  const isEnded = price.end_date !== null;
  const isTooEarly = endDate !== null && price.start_date !== null && endDate < price.start_date;
  const startsLater = price.start_date !== null && price.start_date > openedAt;
  const ownError = isTooEarly
    ? "The termination date must be on or after the price's start date"
    : endDate === null && startsLater && price.start_date
      ? `This charge starts ${formatDateTime(price.start_date)}: choose that moment or a later one.`
      : null;

  const submit = () =>
    terminate.mutate(
      { id: price.id, end_date: endDate },
      {
        onSuccess: (ended) => {
          const when =
            ended.end_date && ended.end_date > new Date().toISOString() ? formatDateTime(ended.end_date) : null;
          toastDone(when ? `“${price.display_name}” will end ${when}` : `“${price.display_name}” has ended`);
          onClose();
        },
      },
    );

  return (
    <FormDialog
      title="Terminate Price"
      description={<PriceInWords edited={edited} />}
      size="medium"
      submitLabel="Terminate Price"
      onSubmit={submit}
      onClose={onClose}
      isDirty={endDate !== null}
      isPending={terminate.isPending}
      canSubmit={!isEnded && !ownError && (!isPast || isAgreed)}
      error={terminate.error}
      fields={['end_date']}
    >
      {isEnded && price.end_date && (
        <Notice kind="info">
          This charge already has an end: {formatDateTime(price.end_date)}. It cannot be given another one.
        </Notice>
      )}
      <InstantField
        label="End Date (optional)"
        description="Leave it empty to end the charge now."
        value={endDate}
        onChange={setEndDate}
        isDisabled={isEnded}
        error={fieldError(terminate.error, 'end_date', ownError)}
      />
      {!isEnded && !ownError && (
        <section aria-label="What will happen" className="flex flex-col gap-3 rounded-control border border-line p-3">
          <h3 className="text-14 font-semibold">What will happen</h3>
          <VersionTimeline
            now={openedAt}
            versions={[
              {
                id: price.id,
                label: formatPrice(price, feature),
                from: price.start_date ?? price.created_at,
                to: endDate ?? openedAt,
                isNew: false,
              },
            ]}
          />
          <ul className="flex list-disc flex-col gap-1 pl-5 text-14 text-secondary">
            <li>
              {endDate === null ? (
                <>
                  The charge ends <strong className="font-semibold text-ink">now</strong>.
                </>
              ) : (
                <>
                  The charge ends <strong className="font-semibold text-ink">{formatDateTime(endDate)}</strong>
                  {isPast && ', in the past'}.
                </>
              )}{' '}
              {price.type === 'USAGE' ? 'Usage from then on costs nothing.' : 'It is not charged from then on.'}
            </li>
            {price.type === 'USAGE' && (
              <li>Usage and cost before that moment stay in every report, in the same group.</li>
            )}
            <li>{subscriptionCount(plan)}</li>
            <li>It cannot be taken back. To charge again, add a new charge to the plan.</li>
            <li>
              Environment: <strong className="font-semibold text-ink">{environment.name}</strong>
            </li>
          </ul>
          {isPast && (
            <Checkbox isSelected={isAgreed} onChange={setAgreed}>
              {price.type === 'USAGE' ? 'Yes, make usage since then free of charge' : 'Yes, end it in the past'}
            </Checkbox>
          )}
        </section>
      )}
    </FormDialog>
  );
}

function PriceInWords({ edited: { price, plan, feature } }: { edited: EditedPrice }) {
  return (
    <>
      {price.display_name} · {formatPrice(price, feature)}
      {plan && ` · ${plan.name}`}
    </>
  );
}
