import type { SavedReport } from '@shared/entities/saved-report';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { followExport } from '../../door/exports';

/** What a saved report is called before its days are known. */
const nameOf = (report: SavedReport) => `${report.name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')}.csv`;

/**
 * Runs a saved report: into its folder when it has one, else where the person says. A browser downloads it, unless it
 * is a folder of files.
 */
export async function runReport(report: SavedReport): Promise<void> {
  const isSplit = report.question.split !== 'none';
  const asks = report.folder === null || (door.host === 'browser' && !isSplit);
  const pick = () => (isSplit ? door.pickFolder('Choose a folder for the files') : door.pickSaveTarget(nameOf(report)));
  const target = asks ? await pick() : null;
  if (asks && !target) return;
  await followExport(
    () => api('savedReport.run', { id: report.id, ...(target && { target_token: target.token }) }),
    target,
  );
}
