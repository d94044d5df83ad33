import { z } from 'zod';
import { type AppErrorBody, errorStatus } from '../errors';

/**
 * The error body (wire contract 1.6), with the older shape beside it so that every version of the official SDK can
 * parse it (wire contract 9.6).
 */
export const wireError = z.object({
  code: z.string(),
  message: z.string(),
  http_status_code: z.int(),
  details: z.record(z.string(), z.unknown()).optional(),
  success: z.literal(false),
  error: z.object({ message: z.string(), internal_error: z.null() }),
});
export type WireError = z.infer<typeof wireError>;

/** An error as the wire spells it, with the status of its code unless another is given. */
export function errorToWire({ code, message, details }: AppErrorBody, status: number = errorStatus[code]): WireError {
  return {
    code,
    message,
    http_status_code: status,
    ...(details && Object.keys(details).length > 0 && { details }),
    success: false,
    error: { message, internal_error: null },
  };
}
