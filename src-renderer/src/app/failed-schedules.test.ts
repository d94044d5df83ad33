import type { ReportRun, SavedReport } from '@shared/entities/saved-report';
import { expect, test } from 'vitest';
import { failedSchedules } from './failed-schedules';

const report = (name: string, run: Partial<ReportRun> | null) =>
  ({
    name,
    last_run: run && { state: 'failed', scheduled_for: '2026-04-01T06:00:00.000Z', message: 'No folder.', ...run },
  }) as SavedReport;

test('only what was due by itself, failed, and was not told before is told', () => {
  const reports = [
    report('Late', { finished_at: '2026-04-03T06:00:01.000Z' }),
    report('Early', { finished_at: '2026-04-02T06:00:01.000Z', message: null }),
    report('Told', { finished_at: '2026-04-01T06:00:01.000Z' }),
    report('Went well', { finished_at: '2026-04-03T06:00:01.000Z', state: 'done' }),
    report('By hand', { finished_at: '2026-04-03T06:00:01.000Z', scheduled_for: null }),
    report('Never', null),
  ];
  expect(failedSchedules(reports, '2026-04-01T06:00:01.000Z').map(({ text }) => text)).toEqual([
    'The scheduled report “Early” was not written.',
    'The scheduled report “Late” was not written. No folder.',
  ]);
  expect(failedSchedules(reports, '')).toHaveLength(3);
});
