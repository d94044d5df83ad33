import type { InputOf, OutputOf, ProcedureName } from '@shared/contract';
import type { AppErrorBody, ErrorCode } from '@shared/errors';
import { door } from './door';
import { currentEnvironmentId } from './environment';
import { followProgress } from './progress';

/** A refused call: a code to match on, a sentence to show, the field it concerns (when it concerns one). */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(body: AppErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.code = body.code;
    this.field = body.field;
    this.details = body.details;
  }
}

/** What a page sends. A picked file or place travels as its token: pages never name paths. */
export type PageInput<N extends ProcedureName> =
  InputOf<N> extends { path: string; name: string }
    ? Omit<InputOf<N>, 'path' | 'name'> & { file_token: string }
    : InputOf<N> extends { target?: unknown }
      ? Omit<InputOf<N>, 'target'> & { target_token?: string }
      : InputOf<N>;

/** No other page sends these. */
const pageId = crypto.getRandomValues(new Uint32Array(3)).join('-');
let lastRequest = 0;

/**
 * Calls a procedure in the current environment (or a given one). Throws ApiError when it is refused. With a signal, an
 * abort withdraws the question wherever it is worked on, and `onProgress` is told how far a long one has come, in percent.
 */
export async function api<N extends ProcedureName>(
  name: N,
  input: PageInput<N>,
  environmentId: string = currentEnvironmentId(),
  signal?: AbortSignal,
  onProgress?: (percent: number) => void,
): Promise<OutputOf<N>> {
  const reply = await (signal
    ? callWithdrawable(name, input, environmentId, signal, onProgress)
    : door.call(name, input, { environment_id: environmentId }));
  if (!reply.ok) throw new ApiError(reply.error);
  return reply.data as OutputOf<N>;
}

async function callWithdrawable(
  name: ProcedureName,
  input: unknown,
  environment_id: string,
  signal: AbortSignal,
  onProgress?: (percent: number) => void,
) {
  lastRequest += 1;
  const request_id = `${pageId}/${lastRequest}`;
  const withdraw = () => void door.call('request.cancel', { request_id }, { environment_id });
  const unfollow = onProgress && followProgress(request_id, onProgress);
  signal.addEventListener('abort', withdraw, { once: true });
  try {
    return await door.call(name, input, { environment_id, request_id });
  } finally {
    unfollow?.();
    signal.removeEventListener('abort', withdraw);
  }
}
