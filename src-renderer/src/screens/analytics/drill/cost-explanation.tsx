import type { Explanation } from '@shared/entities/report';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../../../components/copy-button';
import { ErrorState, LoadingState } from '../../../components/states';
import { useApiQuery } from '../../../door/use-api';
import { formatMoney } from '../../../format/money';
import { countText, formatQuantity } from '../../../format/quantity';
import { CostWalk } from './cost-walk';
import type { DrillStep } from './drill-steps';
import { countedName, explanationText, versionText, zoneText } from './explanation-text';
import { Pager } from './pager';

const pageSize = 20;

/** How a cost came about: terms, version and meter of the price, then quantity and tier walk of each line item. */
export function CostExplanation({ step, zone }: { step: DrillStep; zone: string }) {
  const [offset, setOffset] = useState(0);
  const { entry, price_id, line_item_id } = step.where;
  const asked = useApiQuery('report.explain', {
    ...step.scope,
    entry,
    line_item_id,
    price_id: price_id ?? '',
    limit: pageSize,
    offset,
  });
  if (asked.error) return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <LoadingState label="Working out how this was computed" rows={6} />;
  const { data } = asked;
  const unit = { unit_singular: data.unit, unit_plural: data.unit_plural };
  return (
    <div aria-busy={asked.isPlaceholderData} className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 text-14 break-words text-secondary">
          <strong className="text-20 font-semibold text-ink">{formatMoney(data.total_cost, data.currency)}</strong> for{' '}
          {formatQuantity(data.total_usage, unit)} of {data.feature_name}, from{' '}
          {countText(data.event_count, 'event', 'events')}
        </p>
        <CopyButton text={explanationText(data, zone)} label="Copy the explanation" />
      </div>
      <Terms explanation={data} zone={zone} />
      <p className="text-13 text-muted">{zoneText(data.walks, zone)}</p>
      {data.walks.map((walk) => (
        <CostWalk
          key={`${walk.line_item_id} ${walk.part}`}
          walk={walk}
          currency={data.currency}
          unit={unit}
          counted={countedName(data)}
          zone={zone}
          isOnly={data.total_count === 1}
        />
      ))}
      {data.others.count > 0 && (
        <p className="text-14 text-secondary">
          {countText(data.others.count, 'other line item comes', 'other line items come')} to{' '}
          {formatMoney(data.others.total_cost, data.currency)}.
        </p>
      )}
      <Pager offset={data.offset} size={pageSize} total={data.total_count} onOffset={setOffset} />
    </div>
  );
}

function Terms({ explanation, zone }: { explanation: Explanation; zone: string }) {
  const { plan_id, plan_name, display_name, terms_sentences, meter_sentences } = explanation;
  return (
    <dl className="grid gap-x-4 gap-y-2 rounded-control border border-line bg-sunken p-3 text-14 sm:grid-cols-[8rem_1fr]">
      <Fact label="Price">
        <p>
          {plan_id ? (
            <Link to="/plans/$planId" params={{ planId: plan_id }} className="rounded-control text-link underline">
              {plan_name}
            </Link>
          ) : (
            plan_name
          )}
          {display_name && display_name !== plan_name && `, ${display_name}`}
        </p>
      </Fact>
      <Fact label="Version">
        <p>{versionText(explanation, zone)}</p>
      </Fact>
      <Fact label="Terms">
        {terms_sentences.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </Fact>
      <Fact label="Quantity">
        {meter_sentences.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
