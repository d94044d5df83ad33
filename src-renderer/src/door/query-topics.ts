import type { QueryName } from '@shared/contract';
import type { Topic } from '@shared/topics';

type Subject = QueryName extends `${infer S}.${string}` ? S : never;

/** What each subject's answers are made of: when one of these changes, the subject's queries are asked again. */
const topicsOf: Record<Subject, readonly Topic[]> = {
  environment: ['environment', 'group', 'price', 'plan', 'feature', 'meter', 'customer', 'event'],
  group: ['group', 'price'],
  price: ['price', 'group', 'plan', 'meter', 'feature'],
  plan: ['plan', 'price', 'group', 'meter', 'subscription'],
  meter: ['meter'],
  feature: ['feature', 'meter'],
  customer: ['customer', 'subscription', 'event'],
  customerPlan: ['customer', 'subscription', 'plan', 'price', 'event'],
  subscription: ['subscription', 'plan', 'price', 'customer'],
  // The summary says which features measure an event name.
  event: ['event', 'feature', 'meter'],
  portalLink: ['customer', 'api_key'],
  job: [],
  savedReport: ['saved_report', 'environment'],
  savedWhatIf: ['saved_what_if'],
  apiKey: ['api_key'],
  apiServer: ['api_server'],
  change: ['group', 'price', 'plan', 'feature', 'meter', 'customer', 'subscription'],
  usage: ['event', 'meter', 'customer'],
  analytics: ['event', 'group', 'price', 'plan', 'feature', 'meter', 'customer', 'subscription', 'environment'],
  whatIf: ['event', 'group', 'price', 'plan', 'feature', 'meter', 'customer', 'subscription', 'environment'],
  connection: ['sync'],
  sync: ['sync'],
  pending: ['sync', 'group', 'plan', 'price', 'feature'],
  conflict: ['sync', 'group', 'plan', 'price', 'feature'],
  eventPush: ['sync', 'event'],
  report: ['event', 'group', 'price', 'plan', 'feature', 'meter', 'customer', 'subscription', 'environment'],
};

/** Whether a change of these topics may alter the answer of the named query. */
export function isTouched(queryName: string, changed: ReadonlySet<Topic>): boolean {
  const subject = queryName.slice(0, queryName.indexOf('.')) as Subject;
  const known: readonly Topic[] | undefined = topicsOf[subject];
  return known ? known.some((topic) => changed.has(topic)) : true;
}
