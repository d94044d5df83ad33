export const up = `
-- A customer who arrives in events is looked for among all customers, archived ones too: without an index every new
-- name in an import read them all.
create index customers_by_any_external_id on customers(environment_id, external_id);
`;
