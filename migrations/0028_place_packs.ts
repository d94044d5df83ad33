/** Events whose ids count on, as those of a log do, are found through one row for a hundred of them. */
export const up = `
create table event_place_packs (
  -- In the order in which they come: by their heads they would be written all over the table.
  number integer primary key,
  -- The part of the events' keys that they share.
  head integer not null unique,
  -- The first of their times, in epoch milliseconds, from which the others are told.
  since integer not null,
  -- Packed columns: the rest of each key, the event name and the time.
  places blob not null
) strict;
`;
