/** What a person chose about a conflict is kept until it is confirmed: closing the app on the way loses nothing of it. */
export const up = `
-- With what both sides had when it was chosen; null where nothing is.
alter table conflicts add column decision text;
`;
