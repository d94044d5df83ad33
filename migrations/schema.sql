CREATE TABLE environments (
  number integer primary key,
  id text not null unique,
  tenant_id text not null,
  name text not null,
  type text not null check (type in ('development', 'production')),
  timezone text not null default 'UTC'
) strict;

CREATE TABLE groups (
  number integer primary key,
  id text not null unique,
  name text not null check (name <> ''),
  lookup_key text not null check (lookup_key <> ''),
  entity_type text not null check (entity_type = 'price'),
  search_text text not null,
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null
) strict;

CREATE UNIQUE INDEX groups_by_lookup_key on groups(environment_id, lookup_key) where status = 'published';

CREATE INDEX groups_by_updated on groups(environment_id, updated_at, number, search_text) where status = 'published';

CREATE INDEX groups_by_created on groups(environment_id, created_at, number, search_text) where status = 'published';

CREATE INDEX groups_by_name on groups(environment_id, name collate nocase, number, search_text) where status = 'published';

CREATE TABLE plans (
  number integer primary key,
  id text not null unique,
  name text not null check (name <> ''),
  lookup_key text not null default '',
  description text not null default '',
  display_order integer not null default 0,
  metadata text not null default '{}' check (json_valid(metadata)),
  search_text text not null,
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null
) strict;

CREATE UNIQUE INDEX plans_by_lookup_key on plans(environment_id, lookup_key) where status = 'published' and lookup_key <> '';

CREATE INDEX plans_by_updated on plans(environment_id, status, updated_at);

CREATE TABLE meters (
  number integer primary key,
  id text not null unique,
  name text not null,
  event_name text not null check (event_name <> ''),
  aggregation text not null check (json_valid(aggregation)),
  filters text not null default '[]' check (json_valid(filters)),
  reset_usage text not null check (reset_usage in ('BILLING_PERIOD', 'NEVER')),
  search_text text not null,
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null
, archived_at integer) strict;

CREATE INDEX meters_by_event_name on meters(environment_id, event_name);

CREATE TABLE features (
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
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null, alert_settings text check (json_valid(alert_settings)),
  check ((type = 'metered') = (meter_id is not null))
) strict;

CREATE UNIQUE INDEX features_by_lookup_key on features(environment_id, lookup_key) where status = 'published' and lookup_key <> '';

CREATE INDEX features_by_meter on features(meter_id);

CREATE TABLE prices (
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
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null,
  check ((type = 'USAGE') = (meter_id is not null)),
  check (end_date is null or end_date >= start_date)
) strict;

CREATE UNIQUE INDEX prices_by_lookup_key on prices(environment_id, lookup_key)
  where status = 'published' and end_date is null and lookup_key <> '';

CREATE INDEX prices_by_meter on prices(meter_id) where meter_id is not null;

CREATE INDEX prices_by_parent on prices(parent_price_id) where parent_price_id is not null;

CREATE UNIQUE INDEX prices_by_sequence on prices(sequence);

CREATE TABLE customers (
  number integer primary key,
  id text not null unique,
  external_id text not null check (external_id <> ''),
  name text not null,
  email text not null default '',
  timezone text not null default '',
  metadata text not null default '{}' check (json_valid(metadata)),
  search_text text not null,
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null
, contact text not null default '', address_line1 text not null default '', address_line2 text not null default '', address_city text not null default '', address_state text not null default '', address_postal_code text not null default '', address_country text not null default '') strict;

CREATE UNIQUE INDEX customers_by_external_id on customers(environment_id, external_id) where status = 'published';

CREATE TABLE subscriptions (
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
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null
) strict;

CREATE INDEX subscriptions_by_customer on subscriptions(customer_id);

CREATE INDEX subscriptions_by_plan on subscriptions(plan_id);

CREATE TABLE line_items (
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
  
  environment_id text not null references environments(id),
  tenant_id text not null,
  status text not null default 'published' check (status in ('published', 'archived', 'deleted')),
  created_at text not null,
  updated_at text not null,
  created_by text not null,
  updated_by text not null, commitment_type text check (commitment_type in ('amount', 'quantity')), commitment_amount text, commitment_quantity text, commitment_duration text, commitment_overage_factor text, commitment_true_up_enabled integer not null default 0
  check (commitment_true_up_enabled in (0, 1)), commitment_windowed integer not null default 0 check (commitment_windowed in (0, 1)),
  check (end_date is null or end_date >= start_date)
) strict;

CREATE INDEX line_items_by_subscription on line_items(subscription_id);

CREATE INDEX line_items_by_price on line_items(price_id);

CREATE INDEX line_items_by_customer on line_items(customer_id);

CREATE TABLE changes (
  seq integer primary key autoincrement,
  environment_id text not null references environments(id),
  entity text not null,
  entity_id text not null,
  kind text not null check (kind in ('create', 'update', 'version', 'terminate', 'archive', 'cancel')),
  fields text not null check (json_valid(fields)),
  origin text not null,
  at text not null
) strict;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX changes_by_entity on changes(entity_id);

CREATE INDEX changes_by_kind_of_entity on changes(environment_id, entity, seq);

CREATE TABLE counters (name text primary key, value integer not null) strict, without rowid;

CREATE TABLE event_names (
  number integer primary key,
  environment_id text not null references environments(id),
  name text not null,
  event_count integer not null default 0,
  ingested_at integer not null default 0, ingested_from text not null default '',
  unique (environment_id, name)
) strict;

CREATE TABLE event_customers (
  number integer primary key,
  environment_id text not null references environments(id),
  external_id text not null, is_awaited integer not null default 0 check (is_awaited in (0, 1)),
  unique (environment_id, external_id)
) strict;

CREATE TABLE event_sources (
  number integer primary key,
  environment_id text not null references environments(id),
  name text not null,
  unique (environment_id, name)
) strict;

CREATE TABLE events (
  event_name integer not null,
  timestamp integer not null,
  event_id text not null,
  customer integer not null,
  source integer not null,
  properties text not null,
  environment integer not null,
  ingested_at integer not null,
  primary key (event_name, timestamp, event_id)
) strict, without rowid;

CREATE TABLE usage_days (
  meter integer not null,
  day integer not null,
  customer integer not null,
  
  event_count integer not null,
  units integer not null,
  nanos integer not null,
  femtos integer not null,
  primary key (meter, day, customer)
) strict, without rowid;

CREATE TABLE usage_day_totals (
  meter integer not null,
  day integer not null,
  
  event_count integer not null,
  units integer not null,
  nanos integer not null,
  femtos integer not null,
  primary key (meter, day)
) strict, without rowid;

CREATE TABLE usage_price_days (
  price integer not null,
  day integer not null,
  
  event_count integer not null,
  units integer not null,
  nanos integer not null,
  femtos integer not null,
  primary key (price, day)
) strict, without rowid;

CREATE TABLE api_keys (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null check (name <> ''),
  hash text not null unique check (length(hash) = 64),
  hint text not null,
  access text not null check (access in ('read', 'write')),
  created_at text not null,
  last_used_at text,
  revoked_at text
) strict;

CREATE TABLE idempotent_replies (
  environment_id text not null references environments(id),
  caller text not null,
  key text not null,
  request_hash text not null,
  reply text not null check (json_valid(reply)),
  at text not null,
  primary key (environment_id, caller, key)
) strict, without rowid;

CREATE INDEX idempotent_replies_by_age on idempotent_replies(at);

CREATE TABLE secrets (name text primary key, value text not null) strict, without rowid;

CREATE INDEX prices_by_created on prices(environment_id, status, created_at, number, end_date);

CREATE INDEX prices_by_group on prices(group_id, environment_id, status, created_at, number, end_date) where group_id is not null;

CREATE INDEX prices_by_entity on prices(entity_id, environment_id, status, created_at, number, end_date);

CREATE INDEX prices_by_end on prices(environment_id, status, end_date) where end_date is not null;

CREATE TABLE price_counts (
  environment_id text primary key references environments(id),
  published integer not null
) strict, without rowid;

CREATE TRIGGER prices_counted_in after insert on prices when new.status = 'published' begin
  insert into price_counts values (new.environment_id, 1)
    on conflict (environment_id) do update set published = published + 1;
end;

CREATE TRIGGER prices_counted_again after update of status on prices
  when (new.status = 'published') <> (old.status = 'published') begin
  update price_counts set published = published + iif(new.status = 'published', 1, -1)
    where environment_id = new.environment_id;
end;

CREATE TRIGGER prices_counted_out after delete on prices when old.status = 'published' begin
  update price_counts set published = published - 1 where environment_id = old.environment_id;
end;

CREATE TABLE group_members (
  group_id text primary key references groups(id),
  prices integer not null
) strict, without rowid;

CREATE TRIGGER group_members_in after insert on prices when new.group_id is not null begin
  insert into group_members values (new.group_id, 1) on conflict (group_id) do update set prices = prices + 1;
end;

CREATE TRIGGER group_members_moved after update of group_id on prices when new.group_id is not old.group_id begin
  update group_members set prices = prices - 1 where group_id = old.group_id;
  insert into group_members select new.group_id, 1 where new.group_id is not null
    on conflict (group_id) do update set prices = prices + 1;
end;

CREATE TRIGGER group_members_out after delete on prices when old.group_id is not null begin
  update group_members set prices = prices - 1 where group_id = old.group_id;
end;

CREATE TABLE priced_spans (
  meter integer not null,
  first_day integer not null,
  end_day integer not null,
  price integer not null,
  cost text not null,
  primary key (meter, first_day, end_day, price)
) strict, without rowid;

CREATE TRIGGER priced_spans_terms after update of billing_model, amount, tier_mode, tiers, transform_quantity, meter_id, type
on prices when old.billing_model is not new.billing_model or old.amount is not new.amount
  or old.tier_mode is not new.tier_mode or old.tiers is not new.tiers
  or old.transform_quantity is not new.transform_quantity or old.meter_id is not new.meter_id or old.type is not new.type
begin
  delete from priced_spans where meter in (select number from meters where id in (old.meter_id, new.meter_id))
    and price = new.number;
end;

CREATE TABLE usage_day_picks (
  meter integer not null,
  day integer not null,
  customer integer not null,
  event_count integer not null,
  units integer not null,
  nanos integer not null,
  femtos integer not null,
  timestamp integer not null,
  event_id text not null,
  primary key (meter, day, customer)
) strict, without rowid;

CREATE TABLE usage_day_uniques (
  meter integer not null,
  day integer not null,
  customer integer not null,
  form integer not null,
  value text not null,
  event_count integer not null,
  primary key (meter, day, customer, form, value)
) strict, without rowid;

CREATE TABLE usage_to_rebuild (meter integer primary key) strict;

CREATE INDEX line_items_committed on line_items(price_id) where commitment_type is not null;

CREATE TABLE saved_reports (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null,
  question text not null,
  schedule text,
  folder text,
  -- Epoch milliseconds up to which the schedule's times are dealt with.
  dealt_with integer not null,
  created_at text not null,
  updated_at text not null
) strict;

CREATE INDEX saved_reports_by_environment on saved_reports(environment_id);

CREATE TABLE saved_report_runs (
  number integer primary key,
  saved_report integer not null references saved_reports(number) on delete cascade,
  started_at text not null,
  finished_at text not null,
  state text not null,
  scheduled_for text,
  rows integer not null,
  files integer not null,
  path text,
  message text
) strict;

CREATE INDEX saved_report_runs_by_report on saved_report_runs(saved_report, number);

CREATE TABLE charge_windows (
  line_item integer primary key,
  price integer not null,
  meter integer not null,
  customer integer not null,
  start integer not null,
  end integer not null
) strict;

CREATE INDEX charge_windows_by_price on charge_windows(price, customer, start, end);

CREATE INDEX charge_windows_by_customer on charge_windows(customer, meter);

CREATE TRIGGER charge_windows_line_items_begin after insert on line_items begin
  delete from charge_windows where line_item in (select new.number);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now where line_item in (select new.number);
end;

CREATE TRIGGER charge_windows_line_items_change after update of status, start_date, end_date, price_id, meter_id, customer_id, subscription_id on line_items begin
  delete from charge_windows where line_item in (select new.number);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now where line_item in (select new.number);
end;

CREATE TRIGGER charge_windows_subscriptions_change after update of status, subscription_status, end_date, cancelled_at on subscriptions begin
  delete from charge_windows where line_item in (select number from line_items where subscription_id = new.id);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now where line_item in (select number from line_items where subscription_id = new.id);
end;

CREATE TRIGGER charge_windows_prices_change after update of type on prices begin
  delete from charge_windows where line_item in (select number from line_items where price_id = new.id);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now where line_item in (select number from line_items where price_id = new.id);
end;

CREATE TRIGGER charge_windows_line_items_end after delete on line_items begin
  delete from charge_windows where line_item = old.number;
end;

CREATE TABLE saved_what_ifs (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null,
  question text not null,
  created_at text not null,
  updated_at text not null
) strict;

CREATE INDEX saved_what_ifs_by_environment on saved_what_ifs(environment_id);

CREATE VIEW charge_windows_now as
select
  line_item, price, meter, customer,
  unixepoch(substr(start_date, 1, 19)) * 1000 + substr(start_date, 21, 3) as start,
  unixepoch(substr(end_date, 1, 19)) * 1000 + substr(end_date, 21, 3) as end
from (
  select
    li.number as line_item, p.number as price, m.number as meter, ec.number as customer, li.start_date,
    min(
      coalesce(li.end_date, '9999-12-31T23:59:59.999Z'),
      coalesce(s.end_date, '9999-12-31T23:59:59.999Z'),
      case when s.subscription_status = 'cancelled' then coalesce(s.cancelled_at, '9999-12-31T23:59:59.999Z')
        else '9999-12-31T23:59:59.999Z' end
    ) as end_date
  from line_items li
  join subscriptions s on s.id = li.subscription_id
  join customers c on c.id = li.customer_id
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id
  join prices p on p.id = li.price_id
  join meters m on m.id = li.meter_id
  where li.status = 'published' and s.status = 'published' and p.type = 'USAGE'
    and s.subscription_status in ('active', 'trialing', 'paused', 'cancelled')
)
where start_date < end_date;

CREATE TABLE connections (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  base_url text not null,
  -- Who answered there, from its capabilities; null for a server that has none.
  remote text,
  -- What it can do beyond the public v1 API: a list of extension names.
  extensions text not null default '[]',
  send text not null default 'review' check (send in ('auto', 'review')),
  marks_operations integer not null default 1 check (marks_operations in (0, 1)),
  is_offline integer not null default 0 check (is_offline in (0, 1)),
  -- Only one at a time per environment; the others keep their maps for when the person comes back to them.
  is_active integer not null default 1 check (is_active in (0, 1)),
  -- The point of the server's change feed up to which everything was taken over.
  feed_next integer,
  synced_at text,
  swept_at text,
  created_at text not null,
  updated_at text not null
) strict;

CREATE UNIQUE INDEX connections_active on connections(environment_id) where is_active = 1;

CREATE TABLE synced_rows (
  number integer primary key,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  remote_id text not null,
  -- Null for a meter, which is synced as a part of its feature.
  base text,
  etag text,
  remote_updated_at text, is_recorded integer not null default 0 check (is_recorded in (0, 1)),
  unique (connection, entity, local_id),
  unique (connection, entity, remote_id)
) strict;

CREATE TABLE outbox (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  kind text not null check (kind in ('create', 'update', 'version', 'end', 'archive')),
  -- Field -> {from, to}; what the server cannot take is among them and told apart when shown.
  fields text not null,
  state text not null check (state in ('ready', 'sending', 'uncertain', 'failed', 'conflict', 'local_only')),
  is_held integer not null default 0 check (is_held in (0, 1)),
  -- Approved to be sent in an environment whose changes are reviewed first.
  is_released integer not null default 0 check (is_released in (0, 1)),
  -- The request that is on its way or whose fate is unknown, with the key that names it.
  operation text,
  attempts integer not null default 0,
  not_before text,
  problem text,
  note text not null default '',
  first_at text not null,
  last_at text not null,
  unique (connection, entity, local_id)
) strict;

CREATE INDEX outbox_by_kind on outbox(connection, entity, kind);

CREATE TABLE conflicts (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  kind text not null,
  -- Empty for a conflict about the whole row.
  field text not null default '',
  base text,
  mine text,
  theirs text,
  -- What the server's row looked like, for the choices that need it.
  remote text,
  opened_at text not null, decision text,
  unique (connection, entity, local_id, kind, field)
) strict;

CREATE TABLE sync_waiting (
  connection integer not null references connections(number),
  entity text not null,
  remote_id text not null,
  name text not null,
  reason text not null,
  primary key (connection, entity, remote_id)
) strict, without rowid;

CREATE TABLE sync_cursors (
  connection integer not null references connections(number),
  entity text not null,
  watermark text not null,
  primary key (connection, entity)
) strict, without rowid;

CREATE TABLE event_pushes (
  connection integer primary key references connections(number),
  pushed_until integer not null,
  window_until integer,
  place text
) strict;

CREATE TABLE sync_runs (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  started_at text not null,
  finished_at text,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled', 'stopped')),
  sent integer not null default 0,
  received integer not null default 0,
  conflicts integer not null default 0,
  message text
) strict;

CREATE INDEX sync_runs_by_connection on sync_runs(connection, number);

CREATE TABLE sync_entries (
  number integer primary key autoincrement,
  run integer not null references sync_runs(number) on delete cascade,
  entity text not null,
  row_id text not null,
  name text not null,
  what text not null,
  detail text not null default '{}'
) strict;

CREATE INDEX sync_entries_by_run on sync_entries(run, number);

CREATE TABLE usage_facts (
  -- Never given twice: days of one that was dropped go away little by little.
  number integer primary key autoincrement,
  environment_id text not null references environments(id),
  name text not null,
  -- The last time it was asked for, in epoch milliseconds, give or take an hour.
  asked_at integer not null,
  -- 'too_varied': it has more values than are worth keeping apart.
  state text not null check (state in ('kept', 'too_varied', 'dropped')),
  unique (environment_id, name)
) strict;

CREATE TABLE usage_fact_values (
  fact integer not null,
  code integer not null,
  value text not null,
  primary key (fact, code),
  unique (fact, value)
) strict, without rowid;

CREATE TABLE usage_fact_waiting (
  day integer not null,
  meter integer not null,
  primary key (day, meter)
) strict, without rowid;

CREATE TABLE charge_columns (
  price integer primary key,
  windows blob not null
) strict;

CREATE TRIGGER charge_columns_more after insert on charge_windows begin
  delete from charge_columns where price = new.price;
end;

CREATE TRIGGER charge_columns_less after delete on charge_windows begin
  delete from charge_columns where price = old.price;
end;

CREATE INDEX customers_by_any_external_id on customers(environment_id, external_id);

CREATE TABLE "usage_fact_days" (
  meter integer not null,
  day integer not null,
  fact integer not null,
  usage blob,
  primary key (meter, day, fact)
) strict;

CREATE TRIGGER recorded_base_moves after update of base on synced_rows
when old.is_recorded = 1 and old.base is not new.base begin
  update changes set fields = '[' || old.base || ']'
    where entity_id = old.local_id and kind = 'create' and fields = '[]';
  update synced_rows set is_recorded = 0 where number = old.number;
end;

CREATE TRIGGER recorded_base_goes after delete on synced_rows when old.is_recorded = 1 begin
  update changes set fields = '[' || old.base || ']'
    where entity_id = old.local_id and kind = 'create' and fields = '[]';
end;

CREATE TRIGGER customers_awaited after insert on subscriptions begin
  insert or ignore into event_customers (environment_id, external_id, is_awaited)
    select environment_id, external_id, 1 from customers where id = new.customer_id;
end;

CREATE TRIGGER charge_windows_customers_change after update of status, external_id, environment_id on customers begin
  insert or ignore into event_customers (environment_id, external_id, is_awaited)
    select new.environment_id, new.external_id, 1
    where exists (select 1 from subscriptions where customer_id = new.id);
  delete from charge_windows where line_item in (select number from line_items where customer_id = new.id);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now
    where line_item in (select number from line_items where customer_id = new.id);
end;

CREATE TABLE usage_told_parts (
  -- Never given twice: days go by the parts from one on.
  number integer primary key autoincrement,
  meter integer not null,
  first_day integer not null,
  last_day integer not null,
  usage blob not null
) strict;

CREATE INDEX usage_told_parts_by_day on usage_told_parts (meter, first_day, last_day);

CREATE TABLE usage_told_days (
  meter integer not null,
  day integer not null,
  -- The numbers of the facts in the order of their columns, with a comma before and behind each.
  facts text not null,
  -- The first part that counts: what those before it say of the day was forgotten.
  since integer not null,
  primary key (meter, day)
) strict, without rowid;

CREATE TABLE event_places (
  key integer not null,
  event_name integer not null,
  timestamp integer not null,
  -- How many events there are whose ids have this key.
  events integer not null default 1,
  primary key (key, event_name, timestamp)
) strict, without rowid;

CREATE TABLE event_places_new (
  key integer not null,
  event_name integer not null,
  timestamp integer not null,
  events integer not null default 1,
  primary key (key, event_name, timestamp)
) strict, without rowid;

CREATE TABLE event_places_sweep (
  -- About how many are new, and the key from which on they go over next.
  new_count integer not null,
  next_key integer not null
) strict;

CREATE TABLE corrected_events (
  event_name integer not null,
  timestamp integer not null,
  event_id text not null,
  -- Epoch milliseconds; the event keeps the moment when it came in.
  corrected_at integer not null,
  primary key (event_name, timestamp, event_id)
) strict, without rowid;

CREATE TABLE event_place_packs (
  -- In the order in which they come: by their heads they would be written all over the table.
  number integer primary key,
  -- The part of the events' keys that they share.
  head integer not null unique,
  -- The first of their times, in epoch milliseconds, from which the others are told.
  since integer not null,
  -- Packed columns: the rest of each key, the event name and the time.
  places blob not null
) strict;

CREATE TABLE sqlite_stat1(tbl,idx,stat);

CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample);
