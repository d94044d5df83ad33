/** Customers have their number, and what charges them is written down, from the day they are put on a plan. */
export const up = `
-- Whether no event has named it yet: a customer is awaited from its first subscription on.
alter table event_customers add column is_awaited integer not null default 0 check (is_awaited in (0, 1));

insert or ignore into event_customers (environment_id, external_id, is_awaited)
  select environment_id, external_id, 1 from customers
  where id in (select customer_id from subscriptions) order by number;
insert into charge_windows (line_item, price, meter, customer, start, end)
  select line_item, price, meter, customer, start, end from charge_windows_now
  where customer in (select number from event_customers where is_awaited = 1);

create trigger customers_awaited after insert on subscriptions begin
  insert or ignore into event_customers (environment_id, external_id, is_awaited)
    select environment_id, external_id, 1 from customers where id = new.customer_id;
end;

-- One that goes by another external id from now on is awaited under that one.
drop trigger charge_windows_customers_change;
create trigger charge_windows_customers_change after update of status, external_id, environment_id on customers begin
  insert or ignore into event_customers (environment_id, external_id, is_awaited)
    select new.environment_id, new.external_id, 1
    where exists (select 1 from subscriptions where customer_id = new.id);
  delete from charge_windows where line_item in (select number from line_items where customer_id = new.id);
  insert into charge_windows (line_item, price, meter, customer, start, end)
    select line_item, price, meter, customer, start, end from charge_windows_now
    where line_item in (select number from line_items where customer_id = new.id);
end;
`;
