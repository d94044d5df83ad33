import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';

/** The group of a price as it can be here: one that is archived takes no prices any more, and who is in it is in none. */
export const liveGroup = ({ sqlite }: Tx, group_id: unknown): string | null =>
  (prepared(sqlite, liveSql)
    .pluck()
    .get(group_id ?? null) as string | undefined) ?? null;

const liveSql = `select id from groups where id = ? and status = 'published'`;
