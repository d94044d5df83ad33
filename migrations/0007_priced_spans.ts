/** Costs of prices whose cost is no sum of parts (tiers, packages), kept ready for reports. */
export const up = `
-- What a price charges for the usage of [first_day, end_day), every line item priced on its own from zero, as an integer
-- of 10^-30. A row that is there is right: whatever changes the usage or the terms takes it away in the same transaction.
create table priced_spans (
  meter integer not null,
  first_day integer not null,
  end_day integer not null,
  price integer not null,
  cost text not null,
  primary key (meter, first_day, end_day, price)
) strict, without rowid;

create trigger priced_spans_terms after update of billing_model, amount, tier_mode, tiers, transform_quantity, meter_id, type
on prices when old.billing_model is not new.billing_model or old.amount is not new.amount
  or old.tier_mode is not new.tier_mode or old.tiers is not new.tiers
  or old.transform_quantity is not new.transform_quantity or old.meter_id is not new.meter_id or old.type is not new.type
begin
  delete from priced_spans where meter in (select number from meters where id in (old.meter_id, new.meter_id))
    and price = new.number;
end;
`;
