import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import type { Handler } from 'hono';
import { sendJson } from './send-json';

/** The document of the API; it holds no data, so it needs no key. */
export const serveOpenApi: Handler = (c) => sendJson(c, 200, openApiDocument());
