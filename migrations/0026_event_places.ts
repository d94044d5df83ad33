/** Event ids that come in any order, as random ones do, no longer make an import write most of an index for each of its steps. */
export const up = `
drop index events_by_id;

-- Where the events of an id stand, by a number that is made of the id and its environment; others may have the same one.
create table event_places (
  key integer not null,
  event_name integer not null,
  timestamp integer not null,
  -- How many events there are whose ids have this key.
  events integer not null default 1,
  primary key (key, event_name, timestamp)
) strict, without rowid;

-- What came in last: it goes over to the others stretch by stretch, so that each of their pages is written seldom.
create table event_places_new (
  key integer not null,
  event_name integer not null,
  timestamp integer not null,
  events integer not null default 1,
  primary key (key, event_name, timestamp)
) strict, without rowid;

create table event_places_sweep (
  -- About how many are new, and the key from which on they go over next.
  new_count integer not null,
  next_key integer not null
) strict;
insert into event_places_sweep values (0, 0);

insert into event_places (key, event_name, timestamp)
  select event_id_key(environment, event_id), event_name, timestamp from events order by 1
  on conflict do update set events = events + 1;
`;
