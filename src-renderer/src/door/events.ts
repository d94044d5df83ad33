import type { DoorEvent } from '@shared/door';
import type { Topic } from '@shared/topics';
import { askAgain } from './ask-again';
import { door } from './door';
import { reportStoreFailure, useDoorState } from './door-state';
import { noteJob, reloadJobs } from './jobs';
import { runMenuCommand } from './menu-commands';
import { noteProgress } from './progress';
import { queryClient } from './query-client';
import { isTouched } from './query-topics';

/** A bulk import commits many times a second; screens follow at this pace, a single edit at once. */
const quietMs = 400;

const changed = new Map<string, Set<Topic>>();
let nextFlush: ReturnType<typeof setTimeout> | null = null;

/** Whether a query's answer may change with an event of any environment: the list of them, the server, and a key's use. */
const isOfNoEnvironment = (name: string) => /^(environment|apiServer|apiKey)\./.test(name);

function flush() {
  const batch = new Map(changed);
  changed.clear();
  askAgain(queryClient, ({ queryKey: [environmentId, name] }) => {
    if (typeof name !== 'string') return false;
    if (isOfNoEnvironment(name)) return [...batch.values()].some((topics) => isTouched(name, topics));
    const topics = batch.get(String(environmentId));
    return topics !== undefined && isTouched(name, topics);
  });
}

function noteChange(environmentId: string, topics: Topic[]) {
  const known = changed.get(environmentId) ?? new Set();
  for (const topic of topics) known.add(topic);
  changed.set(environmentId, known);
  if (nextFlush) return;
  flush();
  nextFlush = setTimeout(() => {
    nextFlush = null;
    if (changed.size > 0) flush();
  }, quietMs);
}

function take(event: DoorEvent) {
  if (event.type === 'changed') noteChange(event.environment_id, event.topics);
  else if (event.type === 'job') noteJob(event.job);
  else if (event.type === 'progress') noteProgress(event.request_id, event.percent);
  else if (event.type === 'command') runMenuCommand(event.command);
  else reportStoreFailure(event.message);
}

/** Keeps what the page shows in step with the store. Call once, before the first query. */
export function followEvents() {
  door.onEvent(take);
  // Whatever happened before the connection was made, or while it was lost, was missed: ask everything again.
  useDoorState.subscribe((now, before) => {
    if (now.openings === before.openings) return;
    askAgain(queryClient, () => true);
    void reloadJobs().catch(() => undefined);
  });
}
