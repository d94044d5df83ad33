const lineItemColumns = 'status, start_date, end_date, price_id, meter_id, customer_id, subscription_id';
const subscriptionColumns = 'status, subscription_status, end_date, cancelled_at';
const ofSubscription = 'select number from line_items where subscription_id = new.id';
const ofCustomer = 'select number from line_items where customer_id = new.id';
const ofArrived = `select number from line_items where customer_id in (
    select id from customers where environment_id = new.environment_id and external_id = new.external_id)`;

const lookedUpAgain = (name: string, event: string, lineItems: string) => `
create trigger charge_windows_${name} after ${event} begin
  delete from charge_windows where line_item in (${lineItems});
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now where line_item in (${lineItems});
end;`;

/** When line items charge, kept as numbers: reports of many customers read them by price, imports by customer. */
export const up = `
drop view charge_windows;

-- What charge_windows has to hold: who is charged by which price within [start, end), in epoch milliseconds.
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
  where li.status = 'published' and s.status = 'published' and c.status = 'published' and p.type = 'USAGE'
    and s.subscription_status in ('active', 'trialing', 'paused', 'cancelled')
)
where start_date < end_date;

create table charge_windows (
  line_item integer primary key,
  price integer not null,
  meter integer not null,
  customer integer not null,
  start integer not null,
  end integer not null
) strict;
insert into charge_windows (line_item, price, meter, customer, start, end)
  select line_item, price, meter, customer, start, end from charge_windows_now;
create index charge_windows_by_price on charge_windows(price, customer, start, end);
create index charge_windows_by_customer on charge_windows(customer, meter);

-- Whatever of the above changes, its line items are looked up again in the same transaction.
${lookedUpAgain('line_items_begin', 'insert on line_items', 'select new.number')}
${lookedUpAgain('line_items_change', `update of ${lineItemColumns} on line_items`, 'select new.number')}
${lookedUpAgain('subscriptions_change', `update of ${subscriptionColumns} on subscriptions`, ofSubscription)}
${lookedUpAgain('customers_change', 'update of status, external_id, environment_id on customers', ofCustomer)}
${lookedUpAgain('customers_arrive', 'insert on event_customers', ofArrived)}
${lookedUpAgain('prices_change', 'update of type on prices', 'select number from line_items where price_id = new.id')}

create trigger charge_windows_line_items_end after delete on line_items begin
  delete from charge_windows where line_item = old.number;
end;
`;
