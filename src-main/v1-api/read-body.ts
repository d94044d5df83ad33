import type { AppErrorBody } from '@shared/errors';
import { largestBody, limits } from '@shared/limits';
import type { AnyRoute } from '@shared/v1/route';
import type { Context } from 'hono';

const decoder = new TextDecoder();

/** Why a body is not read, with the status it is answered with. */
export interface BodyRefusal {
  status: 400 | 413 | 415;
  error: AppErrorBody;
}

/**
 * The text of a request's body, or why it is not read. A body beyond the limit is refused as soon as that is known; the
 * server throws the rest of it away and, when there is no end to it, ends the connection.
 */
export async function readText(c: Context, route: AnyRoute): Promise<string | BodyRefusal> {
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') return encoded;
  const length = c.req.header('content-length');
  if (length !== undefined && Number(length) > limits.body_bytes) return tooLarge(route);
  try {
    // Node itself holds a client to the length it announced.
    return length !== undefined ? await c.req.text() : ((await readChunks(c.req.raw.body)) ?? tooLarge(route));
  } catch {
    return brokenOff;
  }
}

/** The text of a stream of unknown length; null when it is longer than the limit. */
async function readChunks(body: ReadableStream<Uint8Array> | null): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limits.body_bytes) return null;
    chunks.push(chunk);
  }
  return decoder.decode(Buffer.concat(chunks, size));
}

const encoded: BodyRefusal = {
  status: 415,
  error: {
    code: 'validation_error',
    message: 'Bodies with a Content-Encoding are not read; send the request as plain JSON',
  },
};

/** The client went away, or took too long: nobody will read this. */
const brokenOff: BodyRefusal = {
  status: 400,
  error: { code: 'validation_error', message: 'The request body ended early' },
};

const tooLarge = ({ procedure }: AnyRoute): BodyRefusal =>
  procedure === 'event.ingest' || procedure === 'event.ingestBulk'
    ? {
        status: 400,
        error: {
          code: 'validation_error',
          message: 'Request body exceeds the maximum size; split the batch into smaller requests',
        },
      }
    : {
        status: 413,
        error: {
          code: 'validation_error',
          message: `The request body is larger than ${largestBody}; split the request into smaller ones`,
        },
      };
