/**
 * The catalog: environments, groups, plans, meters, features, prices, customers, subscriptions and the change log.
 * `number` is the narrow key that searches and high-volume tables use; `id` is the wire's id.
 * A lookup key is unique among live rows only, so that archiving frees it. `search_text` holds the texts a row is found by,
 * folded (lower case, no accents), kept by whoever writes the row.
 */
const base = `
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null`;

export const up = `
create table environments (
  number integer primary key,
  id text not null unique,
  tenant_id text not null,
  name text not null,
  type text not null check (type in ('development', 'production')),
  timezone text not null default 'UTC'
) strict;

create table groups (
  number integer primary key,
  id text not null unique,
  name text not null check (name <> ''),
  lookup_key text not null check (lookup_key <> ''),
  entity_type text not null check (entity_type = 'price'),
  search_text text not null,
  ${base}
) strict;
create unique index groups_by_lookup_key on groups(environment_id, lookup_key) where status = 'published';
-- Type-ahead over a hundred thousand groups: each order it may ask for is one covering scan that ends when the page is full.
create index groups_by_updated on groups(environment_id, updated_at, number, search_text) where status = 'published';
create index groups_by_created on groups(environment_id, created_at, number, search_text) where status = 'published';
create index groups_by_name on groups(environment_id, name collate nocase, number, search_text) where status = 'published';

create table plans (
  number integer primary key,
  id text not null unique,
  name text not null check (name <> ''),
  lookup_key text not null default '',
  description text not null default '',
  display_order integer not null default 0,
  metadata text not null default '{}' check (json_valid(metadata)),
  search_text text not null,
  ${base}
) strict;
create unique index plans_by_lookup_key on plans(environment_id, lookup_key) where status = 'published' and lookup_key <> '';
create index plans_by_updated on plans(environment_id, status, updated_at);

create table meters (
  number integer primary key,
  id text not null unique,
  name text not null,
  event_name text not null check (event_name <> ''),
  aggregation text not null check (json_valid(aggregation)),
  filters text not null default '[]' check (json_valid(filters)),
  reset_usage text not null check (reset_usage in ('BILLING_PERIOD', 'NEVER')),
  search_text text not null,
  ${base}
) strict;
create index meters_by_event_name on meters(environment_id, event_name);

create table features (
  number integer primary key,
  id text not null unique,
  name text not null check (name <> ''),
  lookup_key text not null,
  description text not null default '',
  type text not null check (type in ('metered', 'boolean', 'static', 'config')),
  meter_id text references meters(id),
  unit_singular text not null default '',
  unit_plural text not null default '',
  reporting_unit text check (reporting_unit is null or json_valid(reporting_unit)),
  metadata text not null default '{}' check (json_valid(metadata)),
  search_text text not null,
  ${base},
  check ((type = 'metered') = (meter_id is not null))
) strict;
create unique index features_by_lookup_key on features(environment_id, lookup_key) where status = 'published' and lookup_key <> '';
create index features_by_meter on features(meter_id);

create table prices (
  number integer primary key,
  id text not null unique,
  amount text not null,
  currency text not null check (length(currency) = 3),
  type text not null check (type in ('USAGE', 'FIXED')),
  billing_model text not null check (billing_model in ('FLAT_FEE', 'PACKAGE', 'TIERED')),
  billing_period text not null check (billing_period in ('MONTHLY', 'ANNUAL', 'WEEKLY', 'DAILY', 'QUARTERLY', 'HALF_YEARLY', 'ONETIME')),
  billing_period_count integer not null check (billing_period_count > 0),
  invoice_cadence text not null check (invoice_cadence in ('ARREAR', 'ADVANCE')),
  trial_period_days integer not null default 0 check (trial_period_days >= 0),
  min_quantity text,
  tier_mode text,
  tiers text check (tiers is null or json_valid(tiers)),
  transform_quantity text not null default '{"divide_by":1,"round":null}' check (json_valid(transform_quantity)),
  meter_id text references meters(id),
  display_name text not null default '',
  description text not null default '',
  lookup_key text not null default '',
  metadata text not null default '{}' check (json_valid(metadata)),
  entity_type text not null check (entity_type = 'PLAN'),
  entity_id text not null references plans(id),
  parent_price_id text references prices(id),
  group_id text references groups(id),
  start_date text not null,
  end_date text,
  sequence integer not null,
  search_text text not null,
  ${base},
  check ((type = 'USAGE') = (meter_id is not null)),
  check (end_date is null or end_date >= start_date)
) strict;
create unique index prices_by_lookup_key on prices(environment_id, lookup_key)
  where status = 'published' and end_date is null and lookup_key <> '';
create index prices_by_entity on prices(entity_id);
create index prices_by_group on prices(group_id) where group_id is not null;
create index prices_by_meter on prices(meter_id) where meter_id is not null;
create index prices_by_parent on prices(parent_price_id) where parent_price_id is not null;
create index prices_by_created on prices(environment_id, status, created_at);
create unique index prices_by_sequence on prices(sequence);

create table customers (
  number integer primary key,
  id text not null unique,
  external_id text not null check (external_id <> ''),
  name text not null,
  email text not null default '',
  timezone text not null default '',
  metadata text not null default '{}' check (json_valid(metadata)),
  search_text text not null,
  ${base}
) strict;
create unique index customers_by_external_id on customers(environment_id, external_id) where status = 'published';

create table subscriptions (
  number integer primary key,
  id text not null unique,
  customer_id text not null references customers(id),
  plan_id text not null references plans(id),
  currency text not null,
  billing_period text not null,
  billing_period_count integer not null default 1,
  subscription_status text not null check (subscription_status in ('active', 'paused', 'cancelled', 'incomplete', 'trialing', 'draft')),
  start_date text not null,
  end_date text,
  cancelled_at text,
  metadata text not null default '{}' check (json_valid(metadata)),
  ${base}
) strict;
create index subscriptions_by_customer on subscriptions(customer_id);
create index subscriptions_by_plan on subscriptions(plan_id);

create table line_items (
  number integer primary key,
  id text not null unique,
  subscription_id text not null references subscriptions(id),
  customer_id text not null references customers(id),
  plan_id text not null references plans(id),
  price_id text not null references prices(id),
  meter_id text references meters(id),
  display_name text not null,
  quantity text not null default '0',
  start_date text not null,
  end_date text,
  ${base},
  check (end_date is null or end_date >= start_date)
) strict;
create index line_items_by_subscription on line_items(subscription_id);
create index line_items_by_price on line_items(price_id);
create index line_items_by_customer on line_items(customer_id);

-- What every committed edit did, field by field: history today, the outbox of sync tomorrow.
create table changes (
  seq integer primary key autoincrement,
  environment_id text not null references environments(id),
  entity text not null,
  entity_id text not null,
  kind text not null check (kind in ('create', 'update', 'version', 'terminate', 'archive', 'cancel')),
  fields text not null check (json_valid(fields)),
  origin text not null,
  at text not null
) strict;
create index changes_by_entity on changes(entity_id);
-- What a search looks at to learn which texts have changed since.
create index changes_by_kind_of_entity on changes(environment_id, entity, seq);

-- Growing numbers that must never repeat: the price sequence of plan-to-subscription sync.
create table counters (name text primary key, value integer not null) strict, without rowid;
insert into counters values ('price_sequence', 0);
`;
