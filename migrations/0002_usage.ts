/**
 * Usage: raw events and the roll-ups kept with them. A quantity is exact to 15 decimals as three integers,
 * units + nanos / 1e9 + femtos / 1e15, so that SQL may sum it; the sums are not carried over until they are read.
 */
const quantity = `
  event_count integer not null,
  units integer not null,
  nanos integer not null,
  femtos integer not null`;

export const up = `
-- event_count and ingested_at are kept with the events, so that no summary ever has to count them.
create table event_names (
  number integer primary key,
  environment_id text not null references environments(id),
  name text not null,
  event_count integer not null default 0,
  ingested_at integer not null default 0,
  unique (environment_id, name)
) strict;

-- Customers as events name them; they need not exist as customers.
create table event_customers (
  number integer primary key,
  environment_id text not null references environments(id),
  external_id text not null,
  unique (environment_id, external_id)
) strict;

create table event_sources (
  number integer primary key,
  environment_id text not null references environments(id),
  name text not null,
  unique (environment_id, name)
) strict;

-- Clustered by what every raw read asks for: an event name over a stretch of time. No foreign keys on this path.
create table events (
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
create unique index events_by_id on events(environment, event_id);

-- Usage of every customer and meter by calendar day in the environment's zone (day number since 1970-01-01).
create table usage_days (
  meter integer not null,
  day integer not null,
  customer integer not null,
  ${quantity},
  primary key (meter, day, customer)
) strict, without rowid;

-- The same, all customers together.
create table usage_day_totals (
  meter integer not null,
  day integer not null,
  ${quantity},
  primary key (meter, day)
) strict, without rowid;

-- Usage by the price that charges for it, all customers together: what makes usage by group instant at any size.
create table usage_price_days (
  price integer not null,
  day integer not null,
  ${quantity},
  primary key (price, day)
) strict, without rowid;

-- Which usage a price charges for: events of a meter by a customer within [start, end), in epoch milliseconds. One row
-- per line item of a subscription that counts (wire contract 6.7); a cancelled subscription is cut when it was.
create view charge_windows as
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
  where li.status = 'published' and s.status = 'published' and c.status = 'published' and p.type = 'USAGE'
    and s.subscription_status in ('active', 'trialing', 'paused', 'cancelled')
)
where start_date < end_date;
`;
