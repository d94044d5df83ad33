import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

/** Customers that only events know are among them; those that were archived are not. */
const usersSql = `
  select external_id from event_customers where environment_id = @environment_id and external_id <> ''
    and is_awaited = 0 and external_id not in (
      select external_id from customers a where a.environment_id = @environment_id and a.status = 'archived'
        and not exists (select 1 from customers c
          where c.environment_id = a.environment_id and c.external_id = a.external_id and c.status = 'published'))
  order by number`;

/** External ids of everyone who has usage and was not archived, in the order in which they first had some. */
export const customersWithUsage = (sqlite: Database.Database, environment_id: string): string[] =>
  prepared(sqlite, usersSql).pluck().all({ environment_id }) as string[];
