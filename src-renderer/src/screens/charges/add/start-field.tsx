import type { Plan } from '@shared/entities/plan';
import { InstantField } from '../../../components/date-fields';
import { Select } from '../../../components/select';
import { useEnvironment } from '../../../door/environment';
import { useApiQuery } from '../../../door/use-api';
import { formatDate, formatDateTime } from '../../../format/date';
import { formatCount } from '../../../format/quantity';
import { dayStart, monthStart } from '../pricing/periods';
import { type StartChoice, type StartDraft, startDateOf } from './start-choice';

interface Props {
  value: StartDraft;
  onChange(start: StartDraft): void;
  plan: Plan;
  type: 'FIXED' | 'USAGE';
  now: string;
  error?: string | null;
}

/** When the charge starts, and what that means for usage and for subscriptions that are there already. */
export function StartField({ value, onChange, plan, type, now, error }: Props) {
  const { timezone: zone } = useEnvironment();
  const summary = useApiQuery('event.summary', {});
  const firstUsage = summary.data?.first_timestamp ?? null;
  const startDate = startDateOf(value, { now, zone, firstUsage });
  const isCustom = value.choice === 'custom';
  const consequence = startConsequence({
    startDate,
    isCustom,
    now,
    zone,
    type,
    subscriptions: plan.subscription_count,
  });
  const choices: { id: StartChoice; label: string; description?: string; isDisabled?: boolean }[] = [
    { id: 'now', label: 'Now' },
    { id: 'month', label: 'Start of this month', description: formatDate(monthStart(now, zone), { zone }) },
    {
      id: 'first-usage',
      label: 'First day of usage',
      description: firstUsage ? formatDate(dayStart(firstUsage, zone), { zone }) : 'There is no usage yet',
      isDisabled: firstUsage === null,
    },
    { id: 'custom', label: 'Another moment…' },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Select<StartChoice>
        label="Start Date (optional)"
        value={value.choice}
        onChange={(choice) => onChange({ choice, at: choice === 'custom' ? (value.at ?? startDate ?? now) : value.at })}
        options={choices}
        description={consequence}
        error={isCustom ? null : error}
      />
      {isCustom && (
        <InstantField label="Starts at" value={value.at} onChange={(at) => onChange({ ...value, at })} error={error} />
      )}
    </div>
  );
}

/** What a start date does, in a sentence. */
function startConsequence(facts: {
  startDate: string | null;
  isCustom: boolean;
  now: string;
  zone: string;
  type: 'FIXED' | 'USAGE';
  subscriptions: number;
}): string | null {
  const { startDate, isCustom, now, zone, type, subscriptions } = facts;
  if (isCustom && startDate === null) return null;
  const matching = 'where currency and billing period match';
  const who =
    subscriptions === 0
      ? 'No subscription is on this plan yet.'
      : subscriptions === 1
        ? `The plan’s one subscription takes it at once ${matching}.`
        : `The plan’s ${formatCount(subscriptions)} subscriptions take it at once ${matching}.`;
  if (startDate !== null && startDate > now) return `Upcoming until ${formatDateTime(startDate, { zone })}. ${who}`;
  if (type === 'FIXED') return startDate === null ? who : `Starts ${formatDateTime(startDate, { zone })}. ${who}`;
  if (startDate === null) return `Charges usage from now on. ${who}`;
  return `Charges usage from ${formatDateTime(startDate, { zone })} on, also what is already there. ${who}`;
}
