/** What the v1 HTTP API needs: its keys, the replies it must be able to give again, and a secret to sign links with. */
export const up = `
-- A key is shown once, when it is made; what is kept is its SHA-256 and how it begins, to recognise it by.
create table api_keys (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null check (name <> ''),
  hash text not null unique check (length(hash) = 64),
  hint text not null,
  access text not null check (access in ('read', 'write')),
  created_at text not null,
  last_used_at text,
  revoked_at text
) strict;

-- Written in the transaction of the write it answers, so that a repeated request finds either both or neither.
create table idempotent_replies (
  environment_id text not null references environments(id),
  caller text not null,
  key text not null,
  request_hash text not null,
  reply text not null check (json_valid(reply)),
  at text not null,
  primary key (environment_id, caller, key)
) strict, without rowid;
create index idempotent_replies_by_age on idempotent_replies(at);

-- What this profile signs with; made when first needed.
create table secrets (name text primary key, value text not null) strict, without rowid;

alter table features add column alert_settings text check (json_valid(alert_settings));
`;
