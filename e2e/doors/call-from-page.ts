import type { Page } from '@playwright/test';

/** What a page got back from a call; `data` is whatever the procedure answers. */
export interface PageReply {
  ok: boolean;
  data?: Record<string, unknown> & { items?: Record<string, unknown>[] };
  error?: { code: string; message: string };
}

/** Calls a procedure as the page itself does: through the preload's door, or by fetch in the browser shell. */
export function callFromPage(page: Page, name: string, input: unknown, environmentId = ''): Promise<PageReply> {
  return page.evaluate(
    async ([procedure, body, environment_id]) => {
      const context = { environment_id };
      const { pricebook } = window as { pricebook?: { call(...args: unknown[]): Promise<unknown> } };
      if (pricebook) return (await pricebook.call(procedure, body, context)) as PageReply;
      const response = await fetch(`/rpc/${procedure}`, {
        method: 'POST',
        body: JSON.stringify({ input: body, context }),
      });
      return (await response.json()) as PageReply;
    },
    [name, input, environmentId] as const,
  );
}

/** The id of the Sandbox environment. */
export async function sandboxId(page: Page): Promise<string> {
  const { data } = await callFromPage(page, 'environment.list', {});
  return String(data?.items?.find((environment) => environment.type === 'development')?.id);
}
