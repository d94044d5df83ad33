import { DetailsList } from '../../components/details-list';
import { ErrorState, LoadingState } from '../../components/states';
import { useEnvironment } from '../../door/environment';
import { useApiQuery } from '../../door/use-api';
import { formatDate } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { formatBytes } from './data-size';
import { SettingsPage } from './settings-page';
import { UsageCheckPanel } from './usage-check-panel';

/** How much there is. */
function StoreFacts() {
  const { timezone: zone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const size = useApiQuery('usage.storeSize', {});
  const error = summary.error ?? size.error;
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([summary.refetch(), size.refetch()])} />;
  if (!summary.data || !size.data) return <LoadingState />;
  const { event_count, event_names, external_customer_ids_count, first_timestamp, last_timestamp } = summary.data;
  return (
    <DetailsList
      details={[
        { label: 'On the disk', value: `${formatBytes(size.data.bytes)}, all environments together` },
        { label: 'Events', value: formatCount(event_count) },
        {
          label: 'Usage from and to',
          value:
            first_timestamp && last_timestamp
              ? `${formatDate(first_timestamp, { zone })} to ${formatDate(last_timestamp, { zone })}`
              : 'No usage yet',
        },
        { label: 'Event names', value: formatCount(event_names.length) },
        { label: 'Customers with usage', value: formatCount(external_customer_ids_count) },
      ]}
    />
  );
}

/** How much data there is, and whether all that is kept of it is right. */
export function DataScreen() {
  return (
    <SettingsPage place="/settings/data" description="What is stored on this computer, and whether it is right.">
      <StoreFacts />
      <UsageCheckPanel />
    </SettingsPage>
  );
}
