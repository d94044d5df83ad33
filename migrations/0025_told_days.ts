/** Usage by what events say of themselves, written down while an import brings them: no event is read again for it. */
export const up = `
-- One row for each event of a meter, in columns: its day, customer and quantity, and the codes of what it says by several
-- facts. A part holds what one transaction brought, of several days.
create table usage_told_parts (
  -- Never given twice: days go by the parts from one on.
  number integer primary key autoincrement,
  meter integer not null,
  first_day integer not null,
  last_day integer not null,
  usage blob not null
) strict;
create index usage_told_parts_by_day on usage_told_parts (meter, first_day, last_day);

-- The days of which parts tell every event. A row that is there is right: whatever else changes the usage of the day takes
-- it away in the same transaction.
create table usage_told_days (
  meter integer not null,
  day integer not null,
  -- The numbers of the facts in the order of their columns, with a comma before and behind each.
  facts text not null,
  -- The first part that counts: what those before it say of the day was forgotten.
  since integer not null,
  primary key (meter, day)
) strict, without rowid;
`;
