/** Usage by what events say of themselves (their source, or a property), kept ready for the reports that ask for it. */
export const up = `
-- What reports asked usage to be told apart by: 'source', or 'properties.' and a name.
create table usage_facts (
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

-- The values seen, by the code that usage is kept with. Code 0 is that of events without one.
create table usage_fact_values (
  fact integer not null,
  code integer not null,
  value text not null,
  primary key (fact, code),
  unique (fact, value)
) strict, without rowid;

-- The usage of a meter on a day by customer and value, in columns. A row that is there is right: whatever changes the
-- usage of the day takes it away in the same transaction. Null: only the events themselves can tell.
create table usage_fact_days (
  meter integer not null,
  day integer not null,
  fact integer not null,
  usage blob,
  primary key (meter, day, fact)
) strict, without rowid;

-- The days of meters that may not be kept by every fact that is wanted; written only while any is.
create table usage_fact_waiting (
  day integer not null,
  meter integer not null,
  primary key (day, meter)
) strict, without rowid;

-- Who a price charges and when, the rows of charge_windows in columns. A row that is there is right in the same way.
create table charge_columns (
  price integer primary key,
  windows blob not null
) strict;
create trigger charge_columns_more after insert on charge_windows begin
  delete from charge_columns where price = new.price;
end;
create trigger charge_columns_less after delete on charge_windows begin
  delete from charge_columns where price = old.price;
end;
`;
