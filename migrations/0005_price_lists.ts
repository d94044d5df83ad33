/**
 * Lists of prices at the speed of their page: each order and filter that clients ask for most walks an index that also
 * answers how many rows there are, and the number of published prices is kept instead of counted.
 */
export const up = `
drop index prices_by_created;
drop index prices_by_group;
drop index prices_by_entity;
create index prices_by_created on prices(environment_id, status, created_at, number, end_date);
create index prices_by_group on prices(group_id, environment_id, status, created_at, number, end_date) where group_id is not null;
create index prices_by_entity on prices(entity_id, environment_id, status, created_at, number, end_date);
create index prices_by_end on prices(environment_id, status, end_date) where end_date is not null;

-- How many published prices an environment has, ended ones included.
create table price_counts (
  environment_id text primary key references environments(id),
  published integer not null
) strict, without rowid;
insert into price_counts select environment_id, count(*) from prices where status = 'published' group by environment_id;

create trigger prices_counted_in after insert on prices when new.status = 'published' begin
  insert into price_counts values (new.environment_id, 1)
    on conflict (environment_id) do update set published = published + 1;
end;
create trigger prices_counted_again after update of status on prices
  when (new.status = 'published') <> (old.status = 'published') begin
  update price_counts set published = published + iif(new.status = 'published', 1, -1)
    where environment_id = new.environment_id;
end;
create trigger prices_counted_out after delete on prices when old.status = 'published' begin
  update price_counts set published = published - 1 where environment_id = old.environment_id;
end;
`;
