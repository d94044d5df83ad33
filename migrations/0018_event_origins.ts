/** Where the newest usage came from. */
export const up = `
-- The name of the file, or "API"; empty where nobody knows.
alter table event_names add column ingested_from text not null default '';
`;
