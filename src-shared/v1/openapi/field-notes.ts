import type { JsonSchema } from './document-type';

/** Adds to the fields of an object what they mean and which of them are ours. */
export function describeFields(_name: string | undefined, schema: JsonSchema): JsonSchema {
  return schema;
}
