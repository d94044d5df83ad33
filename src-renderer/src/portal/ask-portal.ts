import type { PortalUsage } from '@shared/entities/portal-link';

/** What the page may ask: nothing but a range of its own customer's usage. */
export interface PortalQuestion {
  start_time: string;
  end_time: string;
  window_size: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
}

/** The link opens nothing: it expired, was ended, or was copied in part. */
export class LinkEnded extends Error {
  override name = 'LinkEnded';
}

/** Asks the server this page came from. Without a question it only tells whose usage it is. Throws what to say instead. */
export async function askPortal(token: string, question: Partial<PortalQuestion>): Promise<PortalUsage> {
  const response = await fetch('usage', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-session-token': token },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Error('The server cannot be reached. Check your connection, then try again.');
  });
  if (response.status === 401) throw new LinkEnded('This link does not work any more.');
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok || answer === null) throw new Error(messageOf(answer));
  return answer as PortalUsage;
}

const messageOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string'
    ? answer.message
    : 'Something went wrong on the server. Try again later.';
