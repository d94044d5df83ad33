import type { EventSummary } from '@shared/entities/event';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../components/form';
import { formatCount } from '../../format/quantity';

const mostNames = 5;

/** Event names whose events no feature measures. */
export const unmeasuredNames = (summary: EventSummary) =>
  summary.event_names.filter((seen) => seen.meter_ids.length === 0);

/** Says which events count nowhere, because no feature measures them. */
export function UnmeasuredEvents({ summary }: { summary: EventSummary }) {
  const names = unmeasuredNames(summary);
  if (names.length === 0) return null;
  const events = names.reduce((sum, seen) => sum + seen.event_count, 0);
  const listed = names.slice(0, mostNames).map((seen) => seen.event_name);
  const more = names.length - listed.length;
  return (
    <Notice kind="pending">
      No feature measures {listed.join(', ')}
      {more > 0 && ` and ${formatCount(more)} more`}: {formatCount(events)}{' '}
      {events === 1 ? 'event of all data counts' : 'events of all data count'} nowhere.{' '}
      <Link to="/features/new" className="rounded-control font-medium underline">
        Create Feature
      </Link>
    </Notice>
  );
}
