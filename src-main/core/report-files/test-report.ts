import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputOf } from '@shared/contract';
import type { Job } from '@shared/entities/job';
import { parse } from 'csv-parse/sync';
import type { TestCore } from '../test-core';

/** A folder of a test's own. */
export function testFolder() {
  const path = mkdtempSync(join(tmpdir(), 'pricebook-report-'));
  return { path, in: (name: string) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

export type ExportInput = Omit<InputOf<'report.export'>, 'target'>;

/** Exports a report and waits for the end of its job. */
export async function exportTo(
  core: TestCore,
  input: ExportInput,
  target: InputOf<'report.export'>['target'],
): Promise<Job> {
  return endOf(core, (await core.call('report.export', { ...input, target })).id);
}

/** A job once it has ended. */
export async function endOf(core: TestCore, id: string): Promise<Job> {
  for (;;) {
    const job = await core.call('job.get', { id });
    if (job.state !== 'running') return job;
  }
}

export const readRows = (path: string) =>
  parse(readFileSync(path, 'utf8'), { columns: true }) as Record<string, string>[];
