import { askPricebook } from './ask-pricebook';
import type { Pricebook } from './pricebook';

/** Many changes in a row are told once. */
const pauseMs = 300;

/**
 * Tells how many changes wait to be sent, of all environments together: at once, and again whenever that may have changed.
 * Answers how to stop.
 */
export function followPendingCount(
  pricebook: Pick<Pricebook, 'call' | 'onEvent'>,
  tell: (count: number) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    timer = undefined;
    const environments = await askPricebook(pricebook, 'environment.list', {});
    let count = 0;
    for (const { id } of environments.ok ? environments.data.items : []) {
      const status = await askPricebook(pricebook, 'sync.status', {}, id);
      if (status.ok) count += status.data.pending;
    }
    tell(count);
  };
  const stop = pricebook.onEvent((event) => {
    if (event.type === 'changed' && event.topics.includes('sync')) timer ??= setTimeout(() => void look(), pauseMs);
  });
  void look();
  return () => {
    stop();
    clearTimeout(timer);
  };
}
