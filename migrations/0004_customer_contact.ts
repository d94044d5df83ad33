/** How a customer is reached (wire contract 6.12): kept as it was sent, so that nothing a client stores here is lost. */
export const up = `
alter table customers add column contact text not null default '';
alter table customers add column address_line1 text not null default '';
alter table customers add column address_line2 text not null default '';
alter table customers add column address_city text not null default '';
alter table customers add column address_state text not null default '';
alter table customers add column address_postal_code text not null default '';
alter table customers add column address_country text not null default '';
`;
