import type { V1Request } from './route';

/**
 * A request without its null members, at every depth, because null means "not given"; within `metadata` it is the empty
 * text. For requests whose every object is documented: an event's properties, say, may hold null.
 */
export function withoutNulls(value: unknown): unknown {
  return stripped(value, maxDepth);
}

/** No documented request is nested deeper; what lies below is passed on for the validation to refuse or ignore. */
const maxDepth = 8;

function stripped(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => stripped(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, name === 'metadata' ? member : stripped(member, depth - 1)]),
  );
}

/** The body of a request, as a procedure of the core takes it. */
export const givenBody = ({ body }: V1Request) => withoutNulls(body) as Record<string, unknown>;
