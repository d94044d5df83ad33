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
create table event_names (
  number integer primary key,
  environment_id text not null references environments(id),
  name text not null,
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
`;
