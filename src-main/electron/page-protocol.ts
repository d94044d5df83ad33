import { pageHeaders } from '../pages/content-security-policy';
import { readPageFile } from '../pages/page-file';

/** Where the pages of the app live: a scheme of our own, so that no page ever has the powers of `file:`. */
export const pageScheme = 'app';
export const pageHost = 'pricebook';
export const pageUrl = `${pageScheme}://${pageHost}/`;

/** Answers a request for a page file of the built renderer, with the security headers; anything else is a 404. */
export async function answerPageRequest(request: Request, rendererDir: string): Promise<Response> {
  const url = new URL(request.url);
  const file = url.host === pageHost ? await readPageFile(rendererDir, url.pathname) : null;
  if (!file)
    return new Response('Not found', { status: 404, headers: { ...pageHeaders, 'Content-Type': 'text/plain' } });
  return new Response(file.body, { headers: { ...pageHeaders, 'Content-Type': file.contentType } });
}
