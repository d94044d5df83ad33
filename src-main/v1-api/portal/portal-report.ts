import { createHash } from 'node:crypto';
import type { Report, ReportRow } from '@shared/entities/analytics';

/**
 * A report as the page of a portal link may see it: names, units and figures of the customer's own charged usage. Ids
 * and keys of the catalog are replaced by made-up ones, which stay the same from report to report so that the page can
 * tell rows apart.
 */
export function portalReport(report: Report): Report {
  return {
    ...report,
    groups: report.groups.map((group) => ({
      ...group,
      key: madeUpKey(group.key),
      group_id: madeUpOrNull(group.group_id),
      lookup_key: '',
      rows: group.rows.map(portalRow),
    })),
    series: report.series.map((one) => ({ ...one, key: madeUpKey(one.key), group_id: madeUpOrNull(one.group_id) })),
    // What nobody is charged for, and when others' usage came in, is not the customer's concern.
    uncharged: [],
    uncharged_entries: [],
    previous: null,
    kpis: { ...report.kpis, active_customers: null },
    data_as_of: null,
  };
}

const portalRow = (row: ReportRow): ReportRow => ({
  ...row,
  key: madeUp(row.key),
  feature_id: madeUp(row.feature_id || row.meter_id),
  meter_id: '',
  event_name: '',
  price_ids: [],
  plan_ids: [],
  customer_count: null,
});

/** Kinds without a key of their own keep none. */
const madeUpKey = (key: string) => (key === '' ? '' : madeUp(key));

const madeUpOrNull = (id: string | null) => (id === null ? null : madeUp(id));

/** Ids hold 80 random bits, so nobody finds the id behind its hash. */
const madeUp = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 12);
