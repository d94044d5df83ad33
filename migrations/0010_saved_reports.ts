/** Reports that can be run again, when they write themselves, and what became of every run. */
export const up = `
create table saved_reports (
  number integer primary key,
  id text not null unique,
  environment_id text not null references environments(id),
  name text not null,
  question text not null,
  schedule text,
  folder text,
  -- Epoch milliseconds up to which the schedule's times are dealt with.
  dealt_with integer not null,
  created_at text not null,
  updated_at text not null
) strict;
create index saved_reports_by_environment on saved_reports(environment_id);

create table saved_report_runs (
  number integer primary key,
  saved_report integer not null references saved_reports(number) on delete cascade,
  started_at text not null,
  finished_at text not null,
  state text not null,
  scheduled_for text,
  rows integer not null,
  files integer not null,
  path text,
  message text
) strict;
create index saved_report_runs_by_report on saved_report_runs(saved_report, number);
`;
