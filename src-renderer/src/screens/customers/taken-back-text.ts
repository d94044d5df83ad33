import type { Job } from '@shared/entities/job';
import { countText, formatCount } from '../../format/quantity';

/** What taking back did, and who stays as it is because it was changed since. */
export function takenBackText({ customers, archived, left, left_first }: NonNullable<Job['taken_back']>): string {
  const back =
    customers === 0
      ? 'Nothing was taken back'
      : `${countText(customers, 'customer is', 'customers are')} as before${
          archived > 0 ? `, ${formatCount(archived)} of them created by it and archived now` : ''
        }`;
  if (left === 0) return back;
  const more = left - left_first.length;
  const names = [...left_first, ...(more > 0 ? [`${formatCount(more)} more`] : [])].join(', ');
  return `${back}. ${countText(left, 'customer was', 'customers were')} changed since and ${
    left === 1 ? 'stays as it is' : 'stay as they are'
  }: ${names}`;
}
