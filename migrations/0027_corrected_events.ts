/** An event that was corrected after it was sent to a server is to be sent again. */
export const up = `
create table corrected_events (
  event_name integer not null,
  timestamp integer not null,
  event_id text not null,
  -- Epoch milliseconds; the event keeps the moment when it came in.
  corrected_at integer not null,
  primary key (event_name, timestamp, event_id)
) strict, without rowid;
`;
