/** Connections to remote v1 servers: what each knows of every row, what is not sent yet, conflicts and history. */
export const up = `
create table connections (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  base_url text not null,
  -- Who answered there, from its capabilities; null for a server that has none.
  remote text,
  -- What it can do beyond the public v1 API: a list of extension names.
  extensions text not null default '[]',
  send text not null default 'review' check (send in ('auto', 'review')),
  marks_operations integer not null default 1 check (marks_operations in (0, 1)),
  is_offline integer not null default 0 check (is_offline in (0, 1)),
  -- Only one at a time per environment; the others keep their maps for when the person comes back to them.
  is_active integer not null default 1 check (is_active in (0, 1)),
  -- The point of the server's change feed up to which everything was taken over.
  feed_next integer,
  synced_at text,
  swept_at text,
  created_at text not null,
  updated_at text not null
) strict;
create unique index connections_active on connections(environment_id) where is_active = 1;

-- A row that both sides know: which is which, and what was the same the last time (the base of a merge).
create table synced_rows (
  number integer primary key,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  remote_id text not null,
  -- Null for a meter, which is synced as a part of its feature.
  base text,
  etag text,
  remote_updated_at text,
  unique (connection, entity, local_id),
  unique (connection, entity, remote_id)
) strict;

-- A row whose local state the server does not have yet: one line however often it was edited.
create table outbox (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  kind text not null check (kind in ('create', 'update', 'version', 'end', 'archive')),
  -- Field -> {from, to}; what the server cannot take is among them and told apart when shown.
  fields text not null,
  state text not null check (state in ('ready', 'sending', 'uncertain', 'failed', 'conflict', 'local_only')),
  is_held integer not null default 0 check (is_held in (0, 1)),
  -- Approved to be sent in an environment whose changes are reviewed first.
  is_released integer not null default 0 check (is_released in (0, 1)),
  -- The request that is on its way or whose fate is unknown, with the key that names it.
  operation text,
  attempts integer not null default 0,
  not_before text,
  problem text,
  note text not null default '',
  first_at text not null,
  last_at text not null,
  unique (connection, entity, local_id)
) strict;
-- What a new row waits for is among the few lines of other kinds.
create index outbox_by_kind on outbox(connection, entity, kind);

create table conflicts (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  entity text not null,
  local_id text not null,
  kind text not null,
  -- Empty for a conflict about the whole row.
  field text not null default '',
  base text,
  mine text,
  theirs text,
  -- What the server's row looked like, for the choices that need it.
  remote text,
  opened_at text not null,
  unique (connection, entity, local_id, kind, field)
) strict;

-- Rows of the server that could not be taken over yet, by its ids: they are asked for again.
create table sync_waiting (
  connection integer not null references connections(number),
  entity text not null,
  remote_id text not null,
  name text not null,
  reason text not null,
  primary key (connection, entity, remote_id)
) strict, without rowid;

create table sync_cursors (
  connection integer not null references connections(number),
  entity text not null,
  watermark text not null,
  primary key (connection, entity)
) strict, without rowid;

-- How far events recorded here were sent to a server: all recorded before pushed_until, and of those up to window_until,
-- where a push is under way or was cut off, the ones up to a place in the order of the events. Epoch milliseconds.
create table event_pushes (
  connection integer primary key references connections(number),
  pushed_until integer not null,
  window_until integer,
  place text
) strict;

create table sync_runs (
  number integer primary key autoincrement,
  connection integer not null references connections(number),
  started_at text not null,
  finished_at text,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled', 'stopped')),
  sent integer not null default 0,
  received integer not null default 0,
  conflicts integer not null default 0,
  message text
) strict;
create index sync_runs_by_connection on sync_runs(connection, number);

-- What a run did to which row, for its history.
create table sync_entries (
  number integer primary key autoincrement,
  run integer not null references sync_runs(number) on delete cascade,
  entity text not null,
  row_id text not null,
  name text not null,
  what text not null,
  detail text not null default '{}'
) strict;
create index sync_entries_by_run on sync_entries(run, number);
`;
