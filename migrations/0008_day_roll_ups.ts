/** Roll-ups of meters whose days do not add up, and the moment from which an archived meter counts nothing more. */
export const up = `
-- The one event of a customer's day that a MAX (greatest quantity) or LATEST meter takes; event_count is of the whole day.
create table usage_day_picks (
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

-- Every distinct value of a COUNT_UNIQUE meter on a customer's day. form: 0 events without a value, 1 the text as it is,
-- 2 the text as JSON, because it is no well-formed Unicode.
create table usage_day_uniques (
  meter integer not null,
  day integer not null,
  customer integer not null,
  form integer not null,
  value text not null,
  event_count integer not null,
  primary key (meter, day, customer, form, value)
) strict, without rowid;

-- Events that came in before this moment (epoch milliseconds) are counted; null while the meter is published.
alter table meters add column archived_at integer;
update meters set archived_at = coalesce(
  (select ingested_at + 1 from event_names n where n.environment_id = meters.environment_id and n.name = meters.event_name),
  0) where status <> 'published';

-- Meters whose roll-ups have yet to be built from the raw events; done by the program when it opens the store.
create table usage_to_rebuild (meter integer primary key) strict;
insert into usage_to_rebuild select number from meters
  where aggregation ->> 'type' in ('MAX', 'LATEST', 'COUNT_UNIQUE') and aggregation ->> 'bucket_size' is null;
`;
