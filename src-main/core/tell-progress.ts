import type { Call } from './deps';

/** Told at most this often. */
const tellEveryMs = 100;

/** Tells whoever asked a question how much of it is answered, from 0 to 1; nobody where the question has no id. */
export function tellProgress({ deps, context }: Call): (share: number) => void {
  const { request_id } = context;
  if (request_id === undefined) return () => undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let told = -1;
  return (share) => {
    const percent = Math.floor(share * 100);
    if (percent <= told || performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    told = percent;
    deps.publish({ type: 'progress', request_id, percent });
  };
}
