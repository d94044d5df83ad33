import type { z } from 'zod';
import { contract } from '../contract';
import type { AppErrorBody } from '../errors';
import { isGenericMessage } from '../generic-message';
import type { AnyRoute } from './route';

/**
 * A refusal of the core as this route words it (wire contract 1.6). A value of the wrong JSON type is the route's
 * "malformed" message; a missing or ill-formed one is "Request validation failed" with the fields spelled as the wire
 * does. A rule with a sentence of its own is passed on as it is.
 */
export function wordRefusal(route: AnyRoute, input: unknown, refusal: AppErrorBody): AppErrorBody {
  if (refusal.code !== 'validation_error') return refusal;
  const parsed = contract[route.procedure].input.safeParse(input ?? {});
  if (parsed.success) return refusal;
  const { issues } = parsed.error;
  if (issues.some((issue) => isMalformed(issue, valueAt(input, issue.path)))) return malformed(route);
  const tags = issues.flatMap((issue) => {
    const tag = tagOf(issue, valueAt(input, issue.path));
    return tag ? [{ path: issue.path, tag }] : [];
  });
  if (tags.length === 0) return refusal;
  if (route.requiredIsMalformed && tags.some(({ tag }) => tag === 'required')) return malformed(route);
  return {
    code: 'validation_error',
    message: 'Request validation failed',
    field: refusal.field,
    details: {
      ...Object.fromEntries(tags.map(({ path, tag }) => detailOf(route, path, tag))),
      // Which item of a bulk request it is (wire contract 3.10).
      ...(refusal.details?.index !== undefined && { index: refusal.details.index }),
    },
  };
}

/** The refusal of a request that cannot be decoded, in the words of its route. */
export const malformed = (route: AnyRoute): AppErrorBody => ({ code: 'validation_error', message: route.malformed });

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Whether decoding the JSON into the request's types would already have failed. */
function isMalformed(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union' || issue.code === 'invalid_key') return true;
  if (issue.code === 'invalid_value') return typeof value !== typeof issue.values[0];
  return issue.code === 'custom' && issue.params?.malformed === true;
}

/** The validation tag that failed, for issues that have no sentence of their own. */
function tagOf(issue: z.core.$ZodIssue, value: unknown): string | null {
  if (!isGenericMessage(issue.message)) return null;
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union') {
    // An empty text of an enumeration counts as missing.
    if (value === undefined || value === null || value === '') return 'required';
    return issue.code === 'invalid_value' ? 'oneof' : null;
  }
  if (issue.code === 'too_small') {
    return issue.origin !== 'string' ? 'min' : issue.exact && value !== '' ? 'len' : 'required';
  }
  if (issue.code === 'too_big') return issue.exact ? 'len' : 'max';
  return null;
}

function detailOf({ requestName }: AnyRoute, path: readonly PropertyKey[], tag: string): [string, string] {
  const names = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${fieldName(String(key))}`)).join('');
  const field = fieldName(String(path.findLast((key) => typeof key === 'string') ?? ''));
  return [
    field,
    `Key: '${requestName ?? 'Request'}${names}' Error:Field validation for '${field}' failed on the '${tag}' tag`,
  ];
}

/** A wire name as validation messages spell it: `entity_id` is `EntityID`. */
const fieldName = (name: string) =>
  name
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word === 'ids' ? 'IDs' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
