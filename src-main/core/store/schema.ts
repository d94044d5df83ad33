import type { AggregationType } from '@shared/entities/meter';
import type { BillingModel, BillingPeriod, InvoiceCadence, PriceType } from '@shared/entities/price';
import type { ReportRun, SavedQuestion } from '@shared/entities/saved-report';
import type { SavedTry } from '@shared/entities/saved-what-if';
import type { Status } from '@shared/list';
import type { ReportSchedule } from '@shared/rules/report-schedule';
import type { Generated } from 'kysely';
import type { JsonText } from './json-text';
import type { SyncSchema } from './sync-schema';

export interface BaseColumns {
  environment_id: string;
  tenant_id: string;
  status: Generated<Status>;
  created_at: string;
  updated_at: string;
  created_by: string;
  updated_by: string;
}

interface Keyed {
  number: Generated<number>;
  id: string;
}

export interface EnvironmentTable extends Keyed {
  tenant_id: string;
  name: string;
  type: 'development' | 'production';
  timezone: Generated<string>;
}

export interface GroupTable extends Keyed, BaseColumns {
  name: string;
  lookup_key: string;
  entity_type: string;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface PlanTable extends Keyed, BaseColumns {
  name: string;
  lookup_key: string;
  description: string;
  display_order: number;
  metadata: JsonText<Record<string, string>>;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface MeterTable extends Keyed, BaseColumns {
  name: string;
  event_name: string;
  aggregation: JsonText<{ type: AggregationType }>;
  filters: JsonText<{ key: string; values: string[] }[]>;
  reset_usage: 'BILLING_PERIOD' | 'NEVER';
  /** Epoch milliseconds; events that came in before are counted. Null while published. */
  archived_at: Generated<number | null>;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface FeatureTable extends Keyed, BaseColumns {
  name: string;
  lookup_key: string;
  description: string;
  type: 'metered' | 'boolean' | 'static' | 'config';
  meter_id: string | null;
  unit_singular: string;
  unit_plural: string;
  reporting_unit: JsonText<unknown> | null;
  alert_settings: JsonText<unknown> | null;
  metadata: JsonText<Record<string, string>>;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface PriceTable extends Keyed, BaseColumns {
  amount: string;
  currency: string;
  type: PriceType;
  billing_model: BillingModel;
  billing_period: BillingPeriod;
  billing_period_count: number;
  invoice_cadence: InvoiceCadence;
  trial_period_days: number;
  min_quantity: string | null;
  tier_mode: string | null;
  tiers: JsonText<unknown[]> | null;
  transform_quantity: JsonText<unknown>;
  meter_id: string | null;
  display_name: string;
  description: string;
  lookup_key: string;
  metadata: JsonText<Record<string, string>>;
  entity_type: string;
  entity_id: string;
  parent_price_id: string | null;
  group_id: string | null;
  start_date: string;
  end_date: string | null;
  sequence: number;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface CustomerTable extends Keyed, BaseColumns {
  external_id: string;
  name: string;
  email: string;
  contact: Generated<string>;
  address_line1: Generated<string>;
  address_line2: Generated<string>;
  address_city: Generated<string>;
  address_state: Generated<string>;
  address_postal_code: Generated<string>;
  /** ISO alpha-2 or "". */
  address_country: Generated<string>;
  timezone: string;
  metadata: JsonText<Record<string, string>>;
  /** The searchable texts, folded by searchText(). */
  search_text: string;
}

export interface SubscriptionTable extends Keyed, BaseColumns {
  customer_id: string;
  plan_id: string;
  currency: string;
  billing_period: BillingPeriod;
  billing_period_count: number;
  subscription_status: 'active' | 'paused' | 'cancelled' | 'incomplete' | 'trialing' | 'draft';
  start_date: string;
  end_date: string | null;
  cancelled_at: string | null;
  metadata: JsonText<Record<string, string>>;
}

export interface LineItemTable extends Keyed, BaseColumns {
  subscription_id: string;
  customer_id: string;
  plan_id: string;
  price_id: string;
  meter_id: string | null;
  display_name: string;
  quantity: string;
  start_date: string;
  end_date: string | null;
  /** Null without a commitment; the other fields of one go with it. */
  commitment_type: 'amount' | 'quantity' | null;
  commitment_amount: string | null;
  commitment_quantity: string | null;
  commitment_duration: string | null;
  commitment_overage_factor: string | null;
  commitment_true_up_enabled: 0 | 1;
  commitment_windowed: 0 | 1;
}

export interface ApiKeyTable extends Keyed {
  environment_id: string;
  name: string;
  /** SHA-256 of the key as hex. */
  hash: string;
  /** How the key begins. */
  hint: string;
  access: 'read' | 'write';
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface IdempotentReplyTable {
  environment_id: string;
  caller: string;
  key: string;
  request_hash: string;
  reply: JsonText<unknown>;
  at: string;
}

export interface ChangeTable {
  seq: Generated<number>;
  environment_id: string;
  entity: string;
  entity_id: string;
  kind: ChangeKind;
  /** See `recordedFields`. */
  fields: JsonText<Record<string, { from: unknown; to: unknown }> | [] | [Record<string, unknown>]>;
  /** `app`, or the id of the API key that was used. */
  origin: string;
  at: string;
}
export type ChangeKind = 'create' | 'update' | 'version' | 'terminate' | 'archive' | 'cancel';

interface EventSource {
  number: Generated<number>;
  environment_id: string;
  name: string;
}

interface EventName extends EventSource {
  event_count: Generated<number>;
  /** Epoch milliseconds of the newest write; 0 when there was none. */
  ingested_at: Generated<number>;
  /** Where that write came from: the name of a file, or `API`; empty where nobody knows. */
  ingested_from: Generated<string>;
}

export interface EventTable {
  event_name: number;
  timestamp: number;
  event_id: string;
  customer: number;
  source: number;
  properties: string;
  environment: number;
  ingested_at: number;
}

interface Quantity {
  event_count: number;
  units: number;
  nanos: number;
  femtos: number;
}

export interface SavedReportTable extends Keyed {
  environment_id: string;
  name: string;
  question: JsonText<SavedQuestion>;
  schedule: JsonText<ReportSchedule> | null;
  folder: string | null;
  /** Epoch milliseconds. */
  dealt_with: number;
  created_at: string;
  updated_at: string;
}

export interface SavedReportRunTable {
  number: Generated<number>;
  saved_report: number;
  started_at: string;
  finished_at: string;
  state: ReportRun['state'];
  scheduled_for: string | null;
  rows: number;
  files: number;
  path: string | null;
  message: string | null;
}

export interface SavedWhatIfTable {
  number: Generated<number>;
  id: string;
  environment_id: string;
  name: string;
  question: JsonText<SavedTry>;
  created_at: string;
  updated_at: string;
}

export interface Schema extends SyncSchema {
  saved_reports: SavedReportTable;
  saved_report_runs: SavedReportRunTable;
  saved_what_ifs: SavedWhatIfTable;
  environments: EnvironmentTable;
  groups: GroupTable;
  plans: PlanTable;
  meters: MeterTable;
  features: FeatureTable;
  prices: PriceTable;
  customers: CustomerTable;
  subscriptions: SubscriptionTable;
  line_items: LineItemTable;
  changes: ChangeTable;
  api_keys: ApiKeyTable;
  idempotent_replies: IdempotentReplyTable;
  secrets: { name: string; value: string };
  counters: { name: string; value: number };
  event_names: EventName;
  /** `is_awaited`: on a plan, but named by no event yet. */
  event_customers: {
    number: Generated<number>;
    environment_id: string;
    external_id: string;
    is_awaited: Generated<number>;
  };
  event_sources: EventSource;
  events: EventTable;
  usage_days: Quantity & { meter: number; day: number; customer: number };
  usage_day_totals: Quantity & { meter: number; day: number };
  usage_day_picks: Quantity & { meter: number; day: number; customer: number; timestamp: number; event_id: string };
  usage_day_uniques: {
    meter: number;
    day: number;
    customer: number;
    form: number;
    value: string;
    event_count: number;
  };
  usage_to_rebuild: { meter: number };
  usage_price_days: Quantity & { price: number; day: number };
  /** `cost` is an integer of 10^-30 as text. */
  priced_spans: { meter: number; price: number; first_day: number; end_day: number; cost: string };
  usage_facts: {
    number: Generated<number>;
    environment_id: string;
    name: string;
    asked_at: number;
    state: 'kept' | 'too_varied' | 'dropped';
  };
  usage_fact_values: { fact: number; code: number; value: string };
  /** `usage` as packed-columns.ts writes it; null when only the events can tell. */
  usage_fact_days: { meter: number; day: number; fact: number; usage: Buffer | null };
  usage_fact_waiting: { day: number; meter: number };
  /** `usage` as packed-columns.ts writes it. */
  usage_told_parts: { number: Generated<number>; meter: number; first_day: number; last_day: number; usage: Buffer };
  usage_told_days: { meter: number; day: number; facts: string; since: number };
  charge_columns: { price: number; windows: Buffer };
  charge_windows: { line_item: number; price: number; meter: number; customer: number; start: number; end: number };
  /** What `charge_windows` has to hold, looked up afresh. */
  charge_windows_now: Schema['charge_windows'];
}
