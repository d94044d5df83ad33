import { z } from 'zod';
import { report, reportExport, reportInput, usageInput, usageResult } from './entities/analytics';
import { apiKey, apiKeyCreate, apiKeyCreated } from './entities/api-key';
import { apiServer, apiServerUpdate } from './entities/api-server';
import { changePage, changeQuery } from './entities/change';
import { customer, customerCreate, customerSearch, customerUpdate } from './entities/customer';
import {
  customerFileCheck,
  customerFileImport,
  customerPlan,
  customerPlanExport,
  customerPlanList,
  customerPlanNow,
  planAssign,
  planChanges,
  planChangesStart,
  planPreview,
  planTouched,
} from './entities/customer-plan';
import { environment, environmentUpdate } from './entities/environment';
import {
  event,
  eventBulk,
  eventDelete,
  eventIngest,
  eventLookup,
  eventPage,
  eventQuery,
  eventSummary,
} from './entities/event';
import { feature, featureClone, featureCreate, featureSearch, featureUpdate } from './entities/feature';
import { group, groupCreate, groupSearch, groupUpdate } from './entities/group';
import { historyPage, historyQuery } from './entities/history';
import { job } from './entities/job';
import { meter, meterCreate, meterSearch, meterUpdate } from './entities/meter';
import {
  changeSetExport,
  changeSetImport,
  changeSetImported,
  changeSetPreview,
  changeSetRead,
  conflictChoose,
  conflictItem,
  conflictList,
  conflictResolveMany,
  pendingDetail,
  pendingFate,
  pendingFateOf,
  pendingKeys,
  pendingList,
  pendingMark,
  pendingMarks,
  pendingNote,
  pendingPage,
  pendingRevert,
  pendingReverted,
  pendingSend,
} from './entities/pending';
import { plan, planClone, planCreate, planSearch, planUpdate } from './entities/plan';
import { planOutcome } from './entities/plan-outcome';
import { portalAccess, portalLink, portalLinkCreate } from './entities/portal-link';
import { price, priceCreate, priceMove, priceSearch, priceUpdate } from './entities/price';
import { eventPushState, remoteUsageInput } from './entities/remote-usage';
import { drill, drillInput, explainInput, explanation, uncharged, unchargedInput } from './entities/report';
import { reportFileInput, saveTarget } from './entities/report-file';
import {
  reportRun,
  savedReport,
  savedReportCreate,
  savedReportRun,
  savedReportSchedule,
  savedReportUpdate,
} from './entities/saved-report';
import { savedWhatIf, savedWhatIfCreate, savedWhatIfUpdate } from './entities/saved-what-if';
import {
  commitmentSet,
  subscription,
  subscriptionCancel,
  subscriptionCreate,
  subscriptionCreateMany,
  subscriptionSearch,
} from './entities/subscription';
import {
  connection,
  connectionSave,
  connectionTest,
  connectionTestResult,
  connectionUpdate,
  pendingKey,
  syncEntry,
  syncRemoval,
  syncRun,
  syncStatus,
} from './entities/sync';
import { meterUsageInput, usageStatistics, usageStatisticsInput } from './entities/usage-statistics';
import { whatIf, whatIfCustomer, whatIfCustomers, whatIfExport, whatIfInput } from './entities/what-if';
import { whatIfMade, whatIfMaking, whatIfReview } from './entities/what-if-making';
import { instantInput } from './instant';
import { limits } from './limits';
import { limitWithin, listOf } from './list';

interface Options {
  /**
   * `analytics`: runs on the reader of its own that long reads share, so that lists never wait for them. `writer`: runs
   * where the jobs live, because only the writer's memory knows them.
   */
  thread?: 'analytics' | 'writer';
  /** The input names a picked file by `file_token`; the host puts its `path` in place. */
  file?: true;
  /** The input may name a picked place to save to by `target_token`; the host puts its `target` in place. */
  target?: true;
  /** `profile`: about the whole profile, whatever environment the caller names. */
  scope?: 'profile';
  /** Answered by the host itself (the program around the core), such as switching its HTTP server on. */
  host?: true;
  /** Waits for a server: runs beside the other calls, its own steps in the store among them. */
  network?: true;
}

const query = <I extends z.ZodType, O extends z.ZodType, P extends Options = Record<never, never>>(
  input: I,
  output: O,
  options?: P,
) => ({ kind: 'query' as const, input, output, ...(options as P) });
const mutation = <I extends z.ZodType, O extends z.ZodType, P extends Options = Record<never, never>>(
  input: I,
  output: O,
  options?: P,
) => ({ kind: 'mutation' as const, input, output, ...(options as P) });

const byId = z.object({ id: z.string() });
const nothing = z.object({});

/** Every call there is, once: the doors, the handlers, the renderer client and the tests are all driven by this table. */
export const contract = {
  'environment.list': query(nothing, z.object({ items: z.array(environment) }), { scope: 'profile' }),
  'environment.update': mutation(environmentUpdate, environment, { scope: 'profile' }),

  'group.create': mutation(groupCreate, group),
  'group.get': query(byId, group),
  'group.search': query(groupSearch, listOf(group)),
  /** Renames; the lookup key and the entity type never change. */
  'group.update': mutation(groupUpdate, group),
  /** Archives and clears `group_id` on every member, in one transaction; answers how many were ungrouped. */
  'group.delete': mutation(byId, z.object({ ungrouped_prices: z.int() })),
  /** First free lookup key for a name: `group-` + slug, with `-2`, `-3`… when taken. */
  'group.suggestKey': query(z.object({ name: z.string() }), z.object({ lookup_key: z.string() })),

  'price.create': mutation(priceCreate, price),
  'price.createBulk': mutation(z.object({ items: z.array(priceCreate) }), z.object({ items: z.array(price) })),
  'price.get': query(byId, price),
  'price.lookup': query(z.object({ lookup_key: z.string() }), price),
  'price.search': query(priceSearch, listOf(price)),
  /** Answers the price in place, or its successor (another id) when a critical field was given. */
  'price.update': mutation(priceUpdate, price),
  /** Ours: puts many prices into one group, or takes them out of theirs; all of them or none. Answers how many moved. */
  'price.moveToGroup': mutation(priceMove, z.object({ moved: z.int() })),
  'price.terminate': mutation(z.object({ id: z.string(), end_date: instantInput.nullish() }), price),
  /** All versions of a price, oldest first. */
  'price.versions': query(byId, z.object({ items: z.array(price) })),

  'plan.create': mutation(planCreate, plan),
  'plan.get': query(byId, plan),
  'plan.search': query(planSearch, listOf(plan)),
  'plan.update': mutation(planUpdate, plan),
  'plan.archive': mutation(byId, plan),
  'plan.clone': mutation(planClone, plan),

  'meter.create': mutation(meterCreate, meter),
  'meter.get': query(byId, meter),
  'meter.search': query(meterSearch, listOf(meter)),
  'meter.update': mutation(meterUpdate, meter),
  'meter.archive': mutation(byId, meter),

  'feature.create': mutation(featureCreate, feature),
  'feature.get': query(byId, feature),
  'feature.search': query(featureSearch, listOf(feature)),
  'feature.update': mutation(featureUpdate, feature),
  'feature.archive': mutation(byId, feature),
  /** Copies a feature together with its meter. */
  'feature.clone': mutation(featureClone, feature),

  'customer.create': mutation(customerCreate, customer),
  'customer.get': query(byId, customer),
  /** The published customer that events call by this external id. */
  'customer.lookup': query(z.object({ external_id: z.string() }), customer),
  'customer.update': mutation(customerUpdate, customer),
  /** When the usage that a customer is charged for begins and ends; null while there is none. */
  'customer.usageSpan': query(byId, z.object({ first: z.string().nullable(), last: z.string().nullable() }), {
    thread: 'analytics',
  }),
  /** Ends a customer that has no live subscription; its external id is free again. */
  'customer.archive': mutation(byId, customer),
  'customer.search': query(customerSearch, listOf(customer)),

  'subscription.create': mutation(subscriptionCreate, subscription),
  'subscription.createMany': mutation(
    subscriptionCreateMany,
    z.object({ created: z.int(), skipped: z.int(), customers_created: z.int() }),
  ),
  'subscription.get': query(byId, subscription),
  'subscription.search': query(subscriptionSearch, listOf(subscription)),
  'subscription.cancel': mutation(subscriptionCancel, subscription),
  /** Sets or ends what a customer committed to spend on a line item; past usage too is charged by it. */
  'subscription.setCommitment': mutation(commitmentSet, subscription),

  /** Ours: customers with their plans, those only known from events as well. */
  'customerPlan.list': query(customerPlanList, listOf(customerPlan)),
  /** Ours: the plans that these customers are on. */
  'customerPlan.now': query(
    z.object({ customer_ids: z.array(z.string()).max(limits.page_size) }),
    z.object({ items: z.array(customerPlanNow) }),
  ),
  /** What changes of customers' plans would do, and why not. */
  'customerPlan.preview': query(planChanges, planPreview, { thread: 'analytics' }),
  /** What subscription.createMany would do, and mean for usage that is here already. */
  'customerPlan.previewMany': query(
    subscriptionCreateMany,
    planTouched.extend({ put: z.int(), skipped: z.int(), customers_created: z.int() }),
    { thread: 'analytics' },
  ),
  /** Makes all of the changes, or none: `details.problems` tells every one that is wrong. */
  'customerPlan.assign': mutation(planAssign, planOutcome),
  /** Starts making very many changes, a step after the other; follow it by `job` events or job.get. */
  'customerPlan.startChanges': mutation(planChangesStart, job),
  /** Starts taking back what a job did to customers and their plans, which is told by its `can_undo`. */
  'customerPlan.takeBack': mutation(byId, job),
  /** Starts working out what a CSV file of customers and their plans would do; follow it by `job` events or job.get. */
  'customerPlan.checkFile': mutation(customerFileCheck, job, { file: true }),
  /** What the file of an export is called where nobody names it. */
  'customerPlan.fileName': query(nothing, z.object({ file_name: z.string() })),
  /** Starts writing customers and their plans as a file that the import reads; follow it by `job` events or job.get. */
  'customerPlan.export': mutation(customerPlanExport.extend({ target: saveTarget }), job, { target: true }),
  /** Starts importing such a file, of any size. */
  'customerPlan.importFile': mutation(customerFileImport, job, { file: true }),

  /** Makes a signed link to one customer's usage page, to read only. */
  'portalLink.create': mutation(portalLinkCreate, portalLink),
  /** Whose usage a link opens, whatever the environment; null when it opens nothing (any more). */
  'portalLink.verify': query(z.object({ token: z.string() }), z.object({ access: portalAccess.nullable() }), {
    scope: 'profile',
  }),

  'event.ingest': mutation(eventIngest, z.object({ event_id: z.string() })),
  'event.ingestBulk': mutation(eventBulk, z.object({ accepted: z.int() })),
  /** Ours: takes events away for good, with all they added to usage; answers how many there were. */
  'event.delete': mutation(eventDelete, z.object({ deleted: z.int() })),
  'event.get': query(byId, event),
  /** The event with how every meter counts it and what charges for it. */
  'event.lookup': query(byId, eventLookup),
  'event.query': query(eventQuery, eventPage, { thread: 'analytics' }),
  'event.summary': query(nothing, eventSummary),
  /** Starts a streamed import of a CSV or JSON file; follow it by `job` events or job.get. */
  'event.import': mutation(z.object({ path: z.string(), name: z.string() }), job, { file: true }),

  'job.list': query(nothing, z.object({ items: z.array(job) }), { thread: 'writer' }),
  'job.get': query(byId, job, { thread: 'writer' }),
  'job.cancel': mutation(byId, job),

  /** Usage of an event name without pricing; usage of a meter the same way. */
  'usage.statistics': query(usageStatisticsInput, usageStatistics, { thread: 'analytics' }),
  /** Starts counting all usage again from the raw events; the job's `usage_check` tells what differs. Changes nothing. */
  'usage.verify': mutation(nothing, job),
  /** Starts building all that is kept of usage anew from the raw events. */
  'usage.rebuild': mutation(nothing, job),
  /** How many bytes the data of all environments take. */
  'usage.storeSize': query(nothing, z.object({ bytes: z.int() }), { scope: 'profile' }),
  'usage.byMeter': query(meterUsageInput, usageStatistics, { thread: 'analytics' }),

  'analytics.usage': query(usageInput, usageResult, { thread: 'analytics' }),
  'report.usageByGroup': query(reportInput, report, { thread: 'analytics' }),
  /** How a price's cost in a range came about, step by step. */
  'report.explain': query(explainInput, explanation, { thread: 'analytics' }),
  /** The rows, and at last the events, behind a number of the report. */
  'report.drill': query(drillInput, drill, { thread: 'analytics' }),
  /** Whose usage of a feature nothing charges for, why, and its events. */
  'report.uncharged': query(unchargedInput, uncharged, { thread: 'analytics' }),
  /** What a report file is called where nobody names it. */
  'report.fileName': query(reportFileInput, z.object({ file_name: z.string() })),
  /** Starts writing a report of any size to a picked place; follow it by `job` events or job.get. */
  'report.export': mutation(reportFileInput.extend({ target: saveTarget }), job, { target: true }),

  /** Reports to run again, by name. */
  'savedReport.list': query(nothing, z.object({ items: z.array(savedReport) })),
  'savedReport.create': mutation(savedReportCreate, savedReport),
  'savedReport.update': mutation(savedReportUpdate, savedReport),
  'savedReport.delete': mutation(byId, nothing),
  /** Has it written by itself while the app is open, or no more. */
  'savedReport.schedule': mutation(savedReportSchedule, savedReport, { target: true }),
  /** Starts writing it; follow it by `job` events or job.get. */
  'savedReport.run': mutation(savedReportRun, job, { target: true }),
  /** What became of its last runs, newest first. */
  'savedReport.runs': query(byId, z.object({ items: z.array(reportRun) })),
  /** Begins those whose time has come; the program around the core asks now and then. */
  'savedReport.runDue': mutation(nothing, z.object({ started: z.int() }), { scope: 'profile' }),

  /** Past usage under changes that are not saved, beside what it costs now. Writes nothing. */
  'whatIf.compare': query(whatIfInput, whatIf, { thread: 'analytics' }),
  /** The customers of a comparison, page by page. */
  'whatIf.customers': query(whatIfCustomers, listOf(whatIfCustomer), { thread: 'analytics' }),
  'whatIf.export': query(whatIfExport, reportExport, { thread: 'analytics' }),
  /** Exactly what making a what-if real would write, and why it cannot be. */
  'whatIf.review': query(whatIfMaking, whatIfReview, { thread: 'analytics' }),
  /** Makes a what-if real from a moment on: all of it in one transaction, or nothing. */
  'whatIf.make': mutation(whatIfMaking, whatIfMade),

  /** What-ifs kept under a name, by name. */
  'savedWhatIf.list': query(nothing, z.object({ items: z.array(savedWhatIf) })),
  'savedWhatIf.create': mutation(savedWhatIfCreate, savedWhatIf),
  'savedWhatIf.update': mutation(savedWhatIfUpdate, savedWhatIf),
  'savedWhatIf.delete': mutation(byId, nothing),

  /** Fills an empty environment with the sample catalog and its 90 days of usage. */
  'apiKey.create': mutation(apiKeyCreate, apiKeyCreated),
  /** The keys of this environment, revoked ones included, newest first. */
  'apiKey.list': query(nothing, z.object({ items: z.array(apiKey) })),
  /** Ends a key for good; revoking it again changes nothing. */
  'apiKey.revoke': mutation(byId, apiKey),
  /** The live key with this SHA-256 (hex), whatever its environment; null when there is none. */
  'apiKey.verify': query(z.object({ hash: z.string() }), z.object({ key: apiKey.nullable() }), { scope: 'profile' }),
  /** Notes that a key was used just now. */
  'apiKey.markUsed': mutation(byId, apiKey, { scope: 'profile' }),

  /** Withdraws a question that was asked with this id in its context: nobody waits for the answer any more. */
  'request.cancel': mutation(z.object({ request_id: z.string() }), z.object({ cancelled: z.boolean() }), {
    scope: 'profile',
    host: true,
  }),

  'apiServer.get': query(nothing, apiServer, { scope: 'profile', host: true }),
  /** Switches the v1 HTTP API of this program on or off, or moves it to another port; answers how it stands then. */
  'apiServer.update': mutation(apiServerUpdate, apiServer, { scope: 'profile', host: true }),

  /** What was edited since a point of the change log, oldest first. */
  'change.list': query(changeQuery, changePage),
  /** The same edit by edit for people to read, newest first, with names. */
  'change.history': query(historyQuery, historyPage),

  /** The server this environment is synced with; null while it is only here. */
  'connection.get': query(nothing, z.object({ connection: connection.nullable() })),
  /** Asks a server who it is, what it can do and how much it holds. Keeps nothing. */
  'connection.test': mutation(connectionTest, connectionTestResult, { network: true }),
  /** Connects this environment with a server that answers; rows that are here already are held back. */
  'connection.save': mutation(connectionSave, connection, { network: true }),
  'connection.update': mutation(connectionUpdate, connection, { network: true }),
  /** Leaves the server; everything stays here. */
  'connection.remove': mutation(nothing, nothing, { network: true }),

  'sync.status': query(nothing, syncStatus, { thread: 'writer' }),
  /**
   * Begins a sync; follow it by `sync.status`. `sweep` looks for rows that are gone. Those that it asked about are removed
   * here with `may_remove`, and made anew there with `send_again`.
   */
  'sync.start': mutation(
    z.object({
      sweep: z.boolean().default(false),
      may_remove: z.boolean().default(false),
      send_again: z.boolean().default(false),
    }),
    syncStatus,
  ),
  'sync.cancel': mutation(nothing, syncStatus),
  /** What the last full check would have removed here; empty when there is nothing to ask. */
  'sync.removals': query(nothing, z.object({ items: z.array(syncRemoval) }), { thread: 'writer' }),
  /** Leaves those rows here and does not send them; the next full check asks again. */
  'sync.keepRows': mutation(nothing, syncStatus),
  /** What syncs did, newest first. */
  'sync.runs': query(z.object({ limit: limitWithin(1).default(50) }), z.object({ items: z.array(syncRun) })),
  'sync.entries': query(
    z.object({ run: z.int(), limit: limitWithin(1).default(100), offset: z.int().min(0).max(1_000_000).default(0) }),
    listOf(syncEntry),
  ),

  /** What the server lacks, in the order in which it is sent. */
  'pending.list': query(pendingList, pendingPage),
  /** One change with the requests that would send it now. */
  'pending.get': query(pendingKey, pendingDetail),
  /** What became of a change that is not pending any more: when it was sent, and what is to be decided about it. */
  'pending.fate': query(pendingFateOf, pendingFate),
  /** Which rows have changes the server lacks, for lists. */
  'pending.marks': query(pendingMarks, z.object({ items: z.array(pendingMark) })),
  /** Takes rows, or some of their fields, back to what both sides had; what was never sent leaves the store. */
  'pending.revert': mutation(pendingRevert, pendingReverted),
  /** Keeps rows from being sent. */
  'pending.hold': mutation(pendingKeys, z.object({ held: z.int() })),
  /** The person has looked at these rows: they may be sent. */
  'pending.release': mutation(pendingKeys, z.object({ released: z.int() })),
  /** Releases these rows with what they wait for, and begins to send them alone; answers how many. */
  'pending.send': mutation(pendingSend, z.object({ released: z.int() })),
  'pending.note': mutation(pendingNote, nothing),
  /** Pending changes as a file for another machine: keys in place of ids. */
  'pending.export': query(changeSetExport, z.object({ file_name: z.string(), text: z.string(), count: z.int() })),
  /** What a change set would do here; writes nothing. */
  'pending.previewImport': query(changeSetRead, changeSetPreview, { file: true }),
  /** Applies what applies, and tells what it left out. */
  'pending.import': mutation(changeSetImport, changeSetImported, { file: true }),

  'conflict.list': query(conflictList, listOf(conflictItem)),
  /** Keeps what was chosen about conflicts and does not count yet; what is decided meanwhile is left out. */
  'conflict.choose': mutation(conflictChoose, nothing),
  /** Decides conflicts: all of these, or none. May ask the server whether a row is there. */
  'conflict.resolve': mutation(conflictResolveMany, z.object({ resolved: z.int(), open: z.int() }), { network: true }),
  /** Starts comparing usage with the server's own analytics; the job's `usage_comparison` tells both sides. */
  'remoteUsage.compare': mutation(remoteUsageInput, job),
  'eventPush.get': query(nothing, eventPushState, { thread: 'analytics' }),
  /** Starts sending events recorded here to the server, on where the last push ended. */
  'eventPush.start': mutation(nothing, job),

  'sample.load': mutation(nothing, z.object({ groups: z.int(), plans: z.int(), prices: z.int(), events: z.int() })),
};

export type Contract = typeof contract;
export type ProcedureName = keyof Contract;
/** A procedure as the doors look at it. */
export type Procedure = { kind: 'query' | 'mutation'; input: z.ZodType; output: z.ZodType } & Options;
/** What the core answers: everything but the host's own procedures. */
export type CoreProcedureName = {
  [N in ProcedureName]: Contract[N] extends { host: true } ? never : N;
}[ProcedureName];
export type QueryName = { [N in ProcedureName]: Contract[N]['kind'] extends 'query' ? N : never }[ProcedureName];
export type MutationName = Exclude<ProcedureName, QueryName>;

/** The validated input as a handler receives it. */
export type Parsed<N extends ProcedureName> = z.output<Contract[N]['input']>;
/** The input as a core caller writes it (defaults may be left out). */
export type InputOf<N extends ProcedureName> = z.input<Contract[N]['input']>;
export type OutputOf<N extends ProcedureName> = z.output<Contract[N]['output']>;

/** Whether a name that came from outside is a procedure (own keys only: `__proto__` is not). */
export const isProcedure = (name: unknown): name is ProcedureName =>
  typeof name === 'string' && Object.hasOwn(contract, name);
