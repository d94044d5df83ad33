/** What reports keep in columns, laid out so that reports by customer read it too. */
export const up = `
-- With a rowid: to find a row by its key SQLite would read every column of those it compares with.
create table usage_fact_days_moved (
  meter integer not null,
  day integer not null,
  fact integer not null,
  usage blob,
  primary key (meter, day, fact)
) strict;
insert into usage_fact_days_moved select meter, day, fact, usage from usage_fact_days;
drop table usage_fact_days;
alter table usage_fact_days_moved rename to usage_fact_days;

-- The columns tell the line items as well now. What is missing is put together again in a quiet moment.
delete from charge_columns;
`;
