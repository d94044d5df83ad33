import type { DoorEvent } from '@shared/door';
import type { Topic } from '@shared/topics';

/** How often windows are told to look again, in milliseconds: a person sees no more, and looking again costs the store. */
const everyMs = 100;

export interface SeldomTold {
  publish(event: DoorEvent): void;
  /** Tells at once of what was not told yet. */
  flush(): void;
}

/**
 * Tells of what a long write changes a few times a second instead of after each of its many commits: of the first one at
 * once, of those that follow together. Each is told after its commit, as ever.
 */
export function seldomTold(publish: (event: DoorEvent) => void): SeldomTold {
  const waiting = new Map<string, Set<Topic>>();
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    for (const [environment_id, topics] of waiting) publish({ type: 'changed', environment_id, topics: [...topics] });
    waiting.clear();
  };
  const pause = () => {
    timer = setTimeout(() => {
      timer = null;
      if (waiting.size === 0) return;
      tell();
      pause();
    }, everyMs);
  };
  return {
    publish(event) {
      if (event.type !== 'changed') {
        publish(event);
        return;
      }
      const topics = waiting.get(event.environment_id) ?? new Set();
      for (const topic of event.topics) topics.add(topic);
      waiting.set(event.environment_id, topics);
      if (timer) return;
      tell();
      pause();
    },
    flush() {
      if (timer) clearTimeout(timer);
      timer = null;
      tell();
    },
  };
}
