import type { WhatIf } from '@shared/entities/what-if';
import { Notice } from '../../components/form';
import { countText } from '../../format/quantity';

/** As many names as a sentence takes. */
const mostNames = 5;

/** Says which features would earn nothing any more because no price would be left for them. */
export function NotCharged({ answer }: { answer: WhatIf }) {
  const rows = answer.groups.flatMap((group) => group.rows);
  const chargedThen = new Set(rows.filter((row) => row.events_then > 0).map((row) => row.meter_id));
  const lost = new Map(
    rows
      .filter((row) => row.events_now > 0 && !chargedThen.has(row.meter_id))
      .map((row) => [row.meter_id, row.name] as const),
  );
  if (lost.size === 0) return null;
  const names = [...lost.values()];
  const shown = names.slice(0, mostNames).join(', ');
  return (
    <Notice kind="pending">
      {countText(lost.size, 'feature is', 'features are')} charged now but not then, because no price for{' '}
      {lost.size === 1 ? 'it' : 'them'} would be left: {shown}
      {names.length > mostNames && ' and more'}.
    </Notice>
  );
}
