import type { JsonSchema } from '@shared/v1/openapi/document-type';

/** A field as a row of a table; `path` tells where it stands, such as `tiers[].up_to`. */
export interface FieldRow {
  path: string;
  type: string;
  /** Components the type names, to link to. */
  components: string[];
  required: boolean;
  default?: unknown;
  choices: unknown[];
  /** Limits in words, such as `at least 1`. */
  limits: string[];
  description: string;
  isExtension: boolean;
}

/** The fields of an object, those of objects within it included; named components are linked to, not repeated. */
export function fieldRows(schema: JsonSchema, prefix = ''): FieldRow[] {
  // Of an answer every field is there; only in a request it matters which ones must be.
  const required = schema.additionalProperties === false ? [] : (schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    rowOf(prefix + name, field, required.includes(name)),
    ...innerRows(prefix + name, field),
  ]);
}

/** The row of one value, such as a parameter. */
export function rowOf(path: string, field: JsonSchema, required: boolean): FieldRow {
  return {
    path,
    type: typeOf(field),
    components: componentsOf(field),
    required,
    choices: choicesOf(field),
    limits: limitsOf(field),
    description: descriptionOf(field),
    isExtension: field['x-pricebook-extension'] === true,
    ...(field.default !== undefined && isWorthTelling(field.default) && { default: field.default }),
  };
}

function innerRows(path: string, field: JsonSchema): FieldRow[] {
  const options = [field, ...(field.anyOf ?? [])];
  return options.flatMap((option) => {
    if (option.properties) return fieldRows(option, `${path}.`);
    if (option.items) return innerRows(`${path}[]`, option.items);
    return typeof option.additionalProperties === 'object' ? innerRows(`${path}.*`, option.additionalProperties) : [];
  });
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? '';
const isWorthTelling = (value: unknown) => value !== '' && !(Array.isArray(value) && value.length === 0);

/** A type in words: `text`, `Price or null`, `list of whole numbers`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return schema.enum ? 'text' : 'anything';
  return types.map((type) => typeName(type, schema)).join(' or ');
}

function typeName(type: string, { format, items, additionalProperties, properties }: JsonSchema): string {
  if (type === 'string') return format === 'date-time' ? 'time' : 'text';
  if (type === 'integer') return 'whole number';
  if (type === 'boolean') return 'true or false';
  if (type === 'array') return `list of ${items ? typeOf(items) : 'anything'}`;
  if (type !== 'object') return type;
  if (properties && Object.keys(properties).length > 0) return 'object';
  return typeof additionalProperties === 'object' ? `object of ${typeOf(additionalProperties)}` : 'object';
}

function componentsOf(schema: JsonSchema): string[] {
  if (schema.$ref) return [nameOf(schema.$ref)];
  const parts = [...(schema.anyOf ?? []), schema.items, schema.additionalProperties];
  return [...new Set(parts.flatMap((part) => (typeof part === 'object' ? componentsOf(part) : [])))];
}

function choicesOf(schema: JsonSchema): unknown[] {
  if (schema.enum) return schema.enum;
  const options = [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  return options.flatMap(choicesOf);
}

const descriptionOf = (schema: JsonSchema): string =>
  schema.description ?? schema.anyOf?.find(({ description }) => description)?.description ?? '';

function limitsOf(schema: JsonSchema): string[] {
  const all = [schema, ...(schema.anyOf ?? [])];
  return all.flatMap(({ minimum, maximum, exclusiveMinimum, minLength, maxLength, minItems, maxItems }) => [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`more than ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(minLength !== undefined && minLength === maxLength ? [`exactly ${minLength} characters`] : []),
    ...(minLength === 1 && maxLength !== 1 ? ['not empty'] : []),
    ...(maxLength === undefined || maxLength === minLength ? [] : [`at most ${maxLength} characters`]),
    ...(minItems === undefined ? [] : [`at least ${minItems}`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems}`]),
  ]);
}
