/** What a customer committed to spend on a line item. */
export const up = `
alter table line_items add column commitment_type text check (commitment_type in ('amount', 'quantity'));
alter table line_items add column commitment_amount text;
alter table line_items add column commitment_quantity text;
alter table line_items add column commitment_duration text;
alter table line_items add column commitment_overage_factor text;
alter table line_items add column commitment_true_up_enabled integer not null default 0
  check (commitment_true_up_enabled in (0, 1));

create index line_items_committed on line_items(price_id) where commitment_type is not null;
`;
