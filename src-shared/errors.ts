/** Stable error codes of the wire contract (1.6) with the HTTP status each one means. */
export const errorStatus = {
  validation_error: 400,
  invalid_operation: 400,
  permission_denied: 403,
  not_found: 404,
  already_exists: 409,
  version_conflict: 409,
  too_many_requests: 429,
  not_implemented: 501,
  service_unavailable: 503,
  internal_error: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** An error as it crosses every door: a code to match on, a sentence a person can act on, the field it concerns. */
export interface AppErrorBody {
  code: ErrorCode;
  message: string;
  field?: string | undefined;
  details?: Record<string, unknown> | undefined;
}

/**
 * The answer to every call. Errors are values: Electron keeps only the message of a thrown one. `versions` tells, when
 * asked for, the version of every answered row by its id.
 */
export type Reply<T = unknown> =
  | { ok: true; data: T; versions?: Record<string, number> }
  | { ok: false; error: AppErrorBody };

/** Thrown inside the core to refuse a call; it rolls the transaction back and becomes the `error` of the reply. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, extra: { field?: string; details?: Record<string, unknown> } = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.field = extra.field;
    this.details = extra.details;
  }
}

/** Refuses bad input: 400 `validation_error`. */
export const invalid = (message: string, field?: string, details?: Record<string, unknown>) =>
  new AppError('validation_error', message, { ...(field && { field }), ...(details && { details }) });

/** Refuses an unknown id: 404 `not_found`. */
export const notFound = (message: string) => new AppError('not_found', message);

/** Refuses a taken key: 409 `already_exists`. */
export const alreadyExists = (message: string, field: string, details?: Record<string, unknown>) =>
  new AppError('already_exists', message, { field, ...(details && { details }) });

/**
 * Turns anything thrown into an error body. An unforeseen error says nothing of its inside: no SQL, path or stack
 * leaves the core; the caller logs the original.
 */
export function toErrorBody(thrown: unknown): AppErrorBody {
  if (thrown instanceof AppError) {
    return { code: thrown.code, message: thrown.message, field: thrown.field, details: thrown.details };
  }
  return { code: 'internal_error', message: 'An unexpected error occurred' };
}
