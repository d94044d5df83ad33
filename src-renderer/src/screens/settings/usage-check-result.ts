import type { Job } from '@shared/entities/job';
import { countText } from '../../format/quantity';

export interface CheckResult {
  kind: 'info' | 'danger';
  text: string;
}

/** What a check or a rebuild of usage came to, in words; null while it runs. */
export function checkResult({ kind, state, message, total, usage_check }: Job): CheckResult | null {
  if (state === 'running') return null;
  if (state !== 'done') return { kind: state === 'failed' ? 'danger' : 'info', text: message ?? 'Stopped.' };
  if (kind === 'rollup_rebuild') {
    return {
      kind: 'info',
      text: `Usage of ${countText(total ?? 0, 'meter', 'meters')} was rebuilt from the raw events.`,
    };
  }
  if (!usage_check) return null;
  const recounted = `${countText(usage_check.events, 'measured event', 'measured events')} recounted`;
  if (usage_check.differences_count === 0) return { kind: 'info', text: `${recounted}, everything agrees.` };
  const differ = countText(usage_check.differences_count, 'value differs', 'values differ');
  return { kind: 'danger', text: `${recounted}: ${differ} from the raw events. Rebuild to put them right.` };
}
