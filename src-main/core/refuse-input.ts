import type { AppErrorBody } from '@shared/errors';
import { isGenericMessage } from '@shared/generic-message';
import type { z } from 'zod';

/** Issues that say a value is missing, empty or of the wrong kind: the wire's "tag validation", checked before all else. */
const isTagIssue = (issue: z.core.$ZodIssue) => isGenericMessage(issue.message);

/**
 * Turns a failed parse into the error the wire contract names: a missing or malformed value is "Request validation
 * failed" with the fields in `details`; a rule with its own sentence speaks for itself, first in order of the schema.
 */
export function refuseInput(error: z.ZodError): AppErrorBody {
  const tags = error.issues.filter(isTagIssue);
  const first = tags[0] ?? error.issues[0];
  const field = first?.path.join('.') || undefined;
  // Which item of a bulk request it is (wire contract 3.10).
  const index = typeof first?.path[1] === 'number' && first.path[0] === 'items' ? { index: first.path[1] } : {};
  if (tags.length === 0 && first) {
    const list = first.message.startsWith('must be ') ? 'Invalid filter parameters' : first.message;
    return {
      code: 'validation_error',
      message: list,
      field,
      details: field ? { [field]: first.message, ...index } : undefined,
    };
  }
  return {
    code: 'validation_error',
    message: 'Request validation failed',
    field,
    details: { ...Object.fromEntries(tags.map((issue) => [issue.path.join('.') || 'body', issue.message])), ...index },
  };
}
