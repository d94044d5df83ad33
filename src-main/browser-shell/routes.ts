import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallContext } from '@shared/door';
import type { Reply } from '@shared/errors';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { pageHeaders } from '../pages/content-security-policy';
import { readPageFile } from '../pages/page-file';
import type { Pricebook } from '../pricebook';
import { openEventStream } from './event-stream';
import type { Session } from './session';

const callBodyLimit = 16 * 1024 * 1024;

export interface RouteOptions {
  pricebook: Pricebook;
  session: Session;
  /** The port listened on; known only once the server listens. */
  port(): number;
  rendererDir: string;
  uploadsDir: string;
  downloadsDir: string;
  /** Where reports go that fill a folder or are written by themselves: no page of a browser may choose one. */
  reportsDir: string;
}

/** Everything the browser shell answers. Whatever is not listed here, or does not come from our own page, is refused. */
export function createRoutes(options: RouteOptions): Hono {
  const { pricebook, session, port } = options;
  const host = () => `127.0.0.1:${port()}`;
  // Cookies of one host are shared by all its ports: the name keeps two running data folders apart.
  const cookieName = () => `pricebook_${port()}`;
  const app = new Hono();

  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
    // A page of another site that resolves its own name to 127.0.0.1 still sends that name.
    if (c.req.header('host') !== host()) return c.text('Wrong host', 421);
    return next();
  });

  app.get('/enter', (c) => {
    const cookie = session.enter(c.req.query('token'));
    if (!cookie) return c.text('This link is not valid or was already used. Start Pricebook again for a new one.', 403);
    setCookie(c, cookieName(), cookie, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return c.redirect('/', 303);
  });

  app.use(async (c, next) => {
    if (!session.isCookie(getCookie(c, cookieName()))) {
      return c.text('Open Pricebook with the link that its start printed.', 403);
    }
    if (c.req.method !== 'GET' && c.req.header('origin') !== `http://${host()}`) return c.text('Wrong origin', 403);
    return next();
  });

  app.post('/rpc/:name', bodyLimit({ maxSize: callBodyLimit, onError: (c) => c.text('Too large', 413) }), async (c) => {
    const body = parseCall(await c.req.text());
    if (!body) return c.text('Not a call', 400);
    const reply: Reply = await pricebook.call(c.req.param('name'), body.input, body.context);
    return c.json(reply);
  });

  app.get('/events', (c) => openEventStream(c, pricebook));

  app.post('/upload', async (c) => {
    return c.json(await receiveUpload(c, options, nameOf(c)));
  });

  app.post('/save-target', (c) => {
    const name = nameOf(c);
    const path = join(options.downloadsDir, crypto.randomUUID());
    return c.json(pricebook.shelveTarget({ path, kind: 'file', is_temporary: true }, name));
  });

  app.post('/folder', async (c) => {
    const { reportsDir } = options;
    await mkdir(reportsDir, { recursive: true, mode: 0o700 });
    return c.json(
      pricebook.shelveTarget({ path: reportsDir, kind: 'folder', is_temporary: false }, basename(reportsDir)),
    );
  });

  app.get('/download/:token', (c) => sendDownload(c, pricebook));

  app.get('*', async (c) => {
    const file = await readPageFile(options.rendererDir, c.req.path);
    return file ? c.body(file.body, 200, { 'Content-Type': file.contentType }) : c.text('Not found', 404);
  });

  app.onError((error, c) => {
    console.error(error);
    return c.text('Something went wrong', 500);
  });
  return app;
}

const nameOf = (c: Context) => basename(c.req.query('name') ?? '').slice(0, 200) || 'file';

function parseCall(text: string): { input: unknown; context: CallContext } | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('context' in body)) return null;
    const { context } = body;
    if (typeof context !== 'object' || context === null || !('environment_id' in context)) return null;
    if (typeof context.environment_id !== 'string') return null;
    const request_id = 'request_id' in context && typeof context.request_id === 'string' ? context.request_id : '';
    return {
      input: 'input' in body ? body.input : undefined,
      context: { environment_id: context.environment_id, ...(request_id && { request_id }) },
    };
  } catch {
    return null;
  }
}

/** Streams a body of any size to disk and shelves it as a temporary file; a broken-off upload leaves nothing behind. */
async function receiveUpload(c: Context, { pricebook, uploadsDir }: RouteOptions, name: string) {
  const path = join(uploadsDir, crypto.randomUUID());
  try {
    await pipeline(c.req.raw.body ?? [], createWriteStream(path, { mode: 0o600 }));
    return await pricebook.shelveFile(path, name, { temporary: true });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Streams a written report to the browser, once; the file is gone when it was sent, or was not wanted any more. */
async function sendDownload(c: Context, pricebook: Pricebook) {
  const file = pricebook.takeDownload(c.req.param('token') ?? '');
  if (!file) return c.text('This download is not there (any more).', 404);
  const { size } = await stat(file.path);
  const stream = createReadStream(file.path);
  stream.on('close', () => void rm(file.path, { force: true }));
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Length': String(size),
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Cache-Control': 'no-store',
  });
}
