/** What-ifs that are kept under a name; and the usage of customers that were archived stays in the reports. */
export const up = `
create table saved_what_ifs (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null,
  question text not null,
  created_at text not null,
  updated_at text not null
) strict;
create index saved_what_ifs_by_environment on saved_what_ifs(environment_id);

-- As before, but archiving a customer no longer takes what it was charged out of the past: its subscriptions have ended,
-- so they charge for nothing new.
drop view charge_windows_now;
create view charge_windows_now as
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

insert or ignore into charge_windows (line_item, price, meter, customer, start, end)
  select line_item, price, meter, customer, start, end from charge_windows_now;

-- Those archived so far come back: what is kept of what charged them is built anew before anything is read.
delete from priced_spans where price in (
  select p.number from line_items li join customers c on c.id = li.customer_id join prices p on p.id = li.price_id
  where c.status = 'archived');
insert or ignore into usage_to_rebuild
  select distinct m.number from line_items li join customers c on c.id = li.customer_id join meters m on m.id = li.meter_id
  where c.status = 'archived';
`;
