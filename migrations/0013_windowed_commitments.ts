/** Commitments to every window of a bucketed meter. */
export const up = `
alter table line_items add column commitment_windowed integer not null default 0 check (commitment_windowed in (0, 1));
`;
