import type { Context } from 'hono';
import { pageHeaders } from '../../pages/content-security-policy';
import { readPageFile } from '../../pages/page-file';

/** The files of the built renderer that the page is made of; none of them holds data. */
const pageFiles = /^\/(icon\.svg|theme\.js|assets\/[\w.-]+)$/;

/** Hashed names: another content has another name. */
const forever = 'public, max-age=31536000, immutable';

/** Answers `/portal/…` from the built renderer: the portal's page and what it is made of, nothing else. */
export async function answerPortalFile(c: Context, rendererDir: string | undefined): Promise<Response> {
  const path = c.req.path.slice('/portal'.length);
  if (rendererDir === undefined || (path !== '/' && !pageFiles.test(path))) return c.text('404 page not found', 404);
  const file = await readPageFile(rendererDir, path === '/' ? '/portal.html' : path);
  if (!file) return c.text('404 page not found', 404);
  for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
  c.header('Cache-Control', path.startsWith('/assets/') ? forever : 'no-store');
  return c.body(file.body, 200, { 'Content-Type': file.contentType });
}
