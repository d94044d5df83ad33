import type { PageInput } from '../../door/api';

/** What a report screen asks. */
export type ReportQuestion = PageInput<'report.usageByGroup'>;
