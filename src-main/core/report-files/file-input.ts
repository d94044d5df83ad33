import type { CustomerPlanExport } from '@shared/entities/customer-plan';
import type { ReportFileInput } from '@shared/entities/report-file';

/** Anything that is written as CSV: a report, or the customers with their plans. */
export type FileInput =
  | ReportFileInput
  | (CustomerPlanExport & { kind: 'customer_plans'; split: 'none'; with_filters: false });
