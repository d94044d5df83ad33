import { createHash } from 'node:crypto';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import type { Handler } from 'hono';
import { docsPage } from './page';
import { styles } from './styles';

/** Nothing but the page itself and its one style element. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers the documentation; it holds no data, so it needs no key. */
export function serveDocs(): Handler {
  // Kept for the address it was last asked by: it hardly ever changes.
  let made: { serverUrl: string; page: Promise<string> } | undefined;
  return async (c) => {
    const serverUrl = `${new URL(c.req.url).origin}/v1`;
    if (made?.serverUrl !== serverUrl) made = { serverUrl, page: docsPage(openApiDocument(), serverUrl) };
    c.header('Content-Security-Policy', contentSecurityPolicy);
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    return c.html(await made.page);
  };
}
