/** How many prices point at each group, ended ones included, kept as they move instead of counted at every read. */
export const up = `
create table group_members (
  group_id text primary key references groups(id),
  prices integer not null
) strict, without rowid;
insert into group_members select group_id, count(*) from prices where group_id is not null group by group_id;

create trigger group_members_in after insert on prices when new.group_id is not null begin
  insert into group_members values (new.group_id, 1) on conflict (group_id) do update set prices = prices + 1;
end;
create trigger group_members_moved after update of group_id on prices when new.group_id is not old.group_id begin
  update group_members set prices = prices - 1 where group_id = old.group_id;
  insert into group_members select new.group_id, 1 where new.group_id is not null
    on conflict (group_id) do update set prices = prices + 1;
end;
create trigger group_members_out after delete on prices when old.group_id is not null begin
  update group_members set prices = prices - 1 where group_id = old.group_id;
end;
`;
