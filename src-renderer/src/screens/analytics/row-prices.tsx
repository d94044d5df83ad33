import type { ReportRow } from '@shared/entities/analytics';
import { Link } from '@tanstack/react-router';
import { Info } from 'lucide-react';
import { Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { IconButton } from '../../components/icon-button';
import { popoverClass } from '../../components/select';
import { ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { formatDate } from '../../format/date';
import { formatPrice } from '../../format/price';

/** The ⓘ beside a cost: the prices it was computed with. */
export function RowPrices({ row }: { row: ReportRow }) {
  if (row.price_ids.length === 0) return null;
  return (
    <DialogTrigger>
      <IconButton label={`Prices of ${row.name}`} icon={<Info size={16} />} className="-my-2 print:hidden" />
      <Popover className={popoverClass} placement="bottom end">
        <Dialog className="w-96 max-w-[90vw] p-4 outline-none">
          <Heading slot="title" className="mb-2 text-14 font-semibold break-words">
            {row.name}: charged by
          </Heading>
          <Prices row={row} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Prices({ row }: { row: ReportRow }) {
  const prices = useApiQuery('price.search', {
    price_ids: row.price_ids,
    limit: row.price_ids.length,
    allow_expired_prices: true,
    expand: 'plan',
  });
  if (prices.error) return <ErrorState error={prices.error} onRetry={() => void prices.refetch()} />;
  if (!prices.data) return <LoadingState rows={2} label="Loading prices" />;
  const unit = { unit_singular: row.unit, unit_plural: row.unit_plural };
  return (
    <ul className="flex max-h-72 flex-col gap-2 overflow-y-auto">
      {prices.data.items.map((price) => (
        <li key={price.id} className="min-w-0 border-b border-line pb-2 last:border-b-0 last:pb-0">
          <p className="text-14 font-medium break-words">{formatPrice(price, unit)}</p>
          <p className="text-13 break-words text-secondary">
            {price.plan ? (
              <Link
                to="/plans/$planId"
                params={{ planId: price.plan.id }}
                className="rounded-control text-link underline"
              >
                {price.plan.name}
              </Link>
            ) : (
              price.display_name
            )}
            {price.start_date && `, from ${formatDate(price.start_date)}`}
            {price.end_date && ` until ${formatDate(price.end_date)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
