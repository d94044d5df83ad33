/** A row that was pulled is kept once: the record that it came is what both sides have of it, until that moves on. */
export const up = `
-- Whether the record of how the row came, which is empty then, is its base.
alter table synced_rows add column is_recorded integer not null default 0 check (is_recorded in (0, 1));

create trigger recorded_base_moves after update of base on synced_rows
when old.is_recorded = 1 and old.base is not new.base begin
  update changes set fields = '[' || old.base || ']'
    where entity_id = old.local_id and kind = 'create' and fields = '[]';
  update synced_rows set is_recorded = 0 where number = old.number;
end;

create trigger recorded_base_goes after delete on synced_rows when old.is_recorded = 1 begin
  update changes set fields = '[' || old.base || ']'
    where entity_id = old.local_id and kind = 'create' and fields = '[]';
end;
`;
