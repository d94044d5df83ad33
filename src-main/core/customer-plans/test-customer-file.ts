import { setImmediate } from 'node:timers/promises';
import type { CustomerFile } from '@shared/entities/customer-file';
import type { Job } from '@shared/entities/job';
import type { TestCore } from '../test-core';

interface TestFile {
  path: string;
  name: string;
  only_valid_rows?: boolean;
}

/** A job of a file of customers, once it has ended. */
export async function endedFileJob(
  core: TestCore,
  name: 'customerPlan.checkFile' | 'customerPlan.importFile',
  file: TestFile,
): Promise<Job> {
  return endedJob(core, (await core.call(name, file)).id);
}

/** A job, once it has ended. */
export async function endedJob(core: TestCore, id: string): Promise<Job> {
  for (;;) {
    const job = await core.call('job.get', { id });
    if (job.state !== 'running') return job;
    await setImmediate();
  }
}

/** What such a job tells that went to its end. */
export async function customerFileOf(
  core: TestCore,
  name: 'customerPlan.checkFile' | 'customerPlan.importFile',
  file: TestFile,
): Promise<CustomerFile> {
  const job = await endedFileJob(core, name, file);
  if (job.state !== 'done' || !job.customer_file) throw new Error(`${name} ${job.state}: ${job.message}`);
  return job.customer_file;
}
