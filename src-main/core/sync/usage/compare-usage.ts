import type { Parsed } from '@shared/contract';
import { usageInput } from '@shared/entities/analytics';
import type { Job } from '@shared/entities/job';
import type { UsageComparison } from '@shared/entities/remote-usage';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { customerUsage } from '../../analytics/customer-usage';
import type { Call } from '../../deps';
import { prepared } from '../../store/prepared';
import { type IdMap, idMap } from '../remote/id-map';
import { type ComparedItem, differenceOf, orderCompared, type Tally, tallyUsage, totalsOf } from './compare-rows';
import { JobStop, type ServerJob, startServerJob, troubleText } from './server-job';

/** Customers asked at the same time. */
const atOnce = 4;
/** More is not read by anybody, and would weigh on every window. */
const mostRows = 1000;

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const answer = z.object({
  items: z.array(
    z.object({
      name: text,
      currency: text,
      unit: text,
      unit_plural: text,
      total_usage: z.string(),
      total_cost: z.string(),
      event_count: z.number(),
      price_id: text,
      meter_id: text,
    }),
  ),
});

/**
 * Starts comparing usage and cost of a range with the server's own analytics: the job's `usage_comparison` tells both.
 * The public API answers for one customer at a time, so every customer known here is asked for.
 */
export async function startComparison(input: Parsed<'remoteUsage.compare'>, call: Call): Promise<Job> {
  if (Date.parse(input.end_time) <= Date.parse(input.start_time))
    throw invalid('The end must be after the start', 'end_time');
  return startServerJob(
    call,
    { kind: 'usage_comparison', title: 'Comparing with the server', unit: 'rows' },
    (running) => compare(input, call, running),
  );
}

async function compare(
  { start_time, end_time }: Parsed<'remoteUsage.compare'>,
  call: Call,
  { job, connection, api }: ServerJob,
): Promise<Partial<Job>> {
  const { deps, context } = call;
  const { sqlite } = deps.store;
  const tally = tallyUsage();
  const map = idMap(sqlite, connection.number);
  const customers = await deps.enqueue(async () => knownCustomers(sqlite, context.environment_id));
  job.update({ total: customers.length });
  let done = 0;
  const queue = customers.values();
  let isOver = false;
  const stop = (message: string) => {
    isOver = true;
    return new JobStop(message);
  };
  const askNext = async () => {
    for (const external_customer_id of queue) {
      if (isOver || job.isCancelled()) return;
      const range = { external_customer_id, start_time, end_time };
      const reply = await api.send({ method: 'POST', path: '/events/analytics', body: range });
      if (reply.kind !== 'ok') throw stop(troubleText(reply));
      const read = answer.safeParse(reply.body);
      if (!read.success) throw stop('The server’s analytics cannot be read.');
      await deps.enqueue(async () => {
        const local = await customerUsage(usageInput.parse(range), call);
        for (const item of local.items) tally.add('local', item, { price: item.price_id, meter: item.meter_id });
        for (const item of read.data.items) addRemote(tally, map, item);
      });
      done += 1;
      job.update({ done });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askNext));
  const usage_comparison = await deps.enqueue(async (): Promise<UsageComparison> => {
    const rows = orderCompared(tally.rows().map((row) => namedRow(sqlite, row)));
    return {
      start_time,
      end_time,
      base_url: connection.base_url,
      compared_at: toInstant(deps.now()),
      customers: customers.length,
      rows: rows.slice(0, mostRows),
      rows_left: Math.max(0, rows.length - mostRows),
      different: rows.filter(({ is_different }) => is_different).length,
      unmapped: rows.filter(({ kind }) => kind === 'unmapped').length,
      totals: totalsOf(rows),
    };
  });
  return { done, usage_comparison };
}

const addRemote = (tally: Tally, map: IdMap, item: ComparedItem) =>
  tally.add('server', item, {
    price: map.localId('price', item.price_id),
    meter: map.localId('meter', item.meter_id),
  });

/** External ids of everybody who may have usage: customers, and those only events name. */
const knownCustomers = (sqlite: Database.Database, environment_id: string): string[] =>
  prepared(
    sqlite,
    `select external_id from event_customers where environment_id = @environment_id and is_awaited = 0
     union select external_id from customers where environment_id = @environment_id and status = 'published'
       and external_id <> '' order by 1`,
  )
    .pluck()
    .all({ environment_id }) as string[];

function namedRow(sqlite: Database.Database, { price_id, ...row }: ReturnType<Tally['rows']>[number]) {
  const names = prepared(
    sqlite,
    `select coalesce(nullif(p.display_name, ''), o.name, '') as price_name, coalesce(g.name, '') as group_name
     from prices p left join plans o on o.id = p.entity_id left join groups g on g.id = p.group_id where p.id = ?`,
  ).get(price_id) as { price_name: string; group_name: string } | undefined;
  const difference = differenceOf(row);
  const is_different = difference.event_count !== 0 || difference.usage !== '0' || difference.cost !== '0';
  return { ...row, price_name: names?.price_name ?? '', group_name: names?.group_name ?? '', difference, is_different };
}
