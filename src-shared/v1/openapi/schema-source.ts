import { z } from 'zod';
import { decimal, decimalInput } from '../../decimal';
import { instantInput } from '../../instant';
import { describeFields } from './describe-fields';
import type { JsonSchema } from './document-type';
import { answerSchemas, requestSchemas } from './named-schemas';

type Meta = { id?: string; description?: string; format?: string; pattern?: string; examples?: unknown[] };

/** Turns zod schemas into JSON Schemas whose named parts end up in the document's components. */
export interface SchemaSource {
  /** A request as a client writes it. `name` makes it a component of its own, also where others contain it. */
  request(schema: z.ZodType, name?: string): JsonSchema;
  /** An answer as we write it: no key is missing, none is added. */
  answer(schema: z.ZodType): JsonSchema;
  components: Record<string, JsonSchema>;
}

const componentPath = '#/components/schemas/';

/** A source without components; each conversion adds those it meets. */
export function schemaSource(): SchemaSource {
  const components: Record<string, JsonSchema> = {};
  const requests = registryOf(requestSchemas);
  requests.add(instantInput, { format: 'date-time', examples: ['2026-01-31T00:00:00Z'] });
  requests.add(decimalInput, {
    id: 'DecimalInput',
    description: 'A decimal as text (or as a JSON number), at most 15 digits on either side of the point.',
    examples: ['0.02'],
  });
  const answers = registryOf(answerSchemas);
  answers.add(decimal, {
    id: 'Decimal',
    description: 'A decimal as text, in plain notation without trailing zeros.',
    pattern: '^-?\\d+(\\.\\d*[1-9])?$',
    examples: ['10.5'],
  });

  function convert(schema: z.ZodType, io: 'input' | 'output', metadata: z.core.$ZodRegistry<Meta>): JsonSchema {
    const { $schema, $defs, ...root } = z.toJSONSchema(schema, {
      io,
      metadata,
      override: keepDescription,
    }) as JsonSchema & {
      $schema?: string;
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, part] of Object.entries($defs ?? {})) components[name] ??= tidy(part, io, name);
    const id = metadata.get(schema)?.id;
    if (id === undefined) return tidy(root, io);
    components[id] ??= tidy(root, io, id);
    return { $ref: componentPath + id };
  }

  return {
    components,
    answer: (schema) => convert(schema, 'output', answers),
    request(schema, name) {
      if (name && !requests.has(schema)) requests.add(schema, { id: name });
      return convert(schema, 'input', requests);
    },
  };
}

/** What `describe` says of a field is kept apart from the names of components. */
function keepDescription(field: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  const description = z.globalRegistry.get(field.zodSchema)?.description;
  if (description !== undefined) field.jsonSchema.description = description;
}

function registryOf(named: readonly (readonly [string, z.ZodType])[]) {
  const registry = z.registry<Meta>();
  for (const [id, schema] of named) registry.add(schema, { id });
  return registry;
}

/** Fields that carry an instant although their schema says no more than text. */
const isInstant = (name: string) => /(_at|_time|_date|^timestamp|^at)$/.test(name);

/** A JSON Schema as the document shows it: references into the components, instants marked, no bounds of the language. */
function tidy(schema: JsonSchema, io: 'input' | 'output', name?: string): JsonSchema {
  const walk = (part: JsonSchema, field?: string, component?: string): JsonSchema => {
    const { $ref, properties, items, anyOf, additionalProperties, propertyNames, minimum, maximum, ...rest } = part;
    const result: JsonSchema = { ...rest };
    if ($ref !== undefined) result.$ref = $ref.replace('#/$defs/', componentPath);
    if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) result.minimum = minimum;
    if (maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER) result.maximum = maximum;
    if (properties) {
      result.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, walk(value, key)]));
    }
    if (items) result.items = walk(items, field);
    if (anyOf) result.anyOf = anyOf.map((option) => walk(option, field));
    if (additionalProperties !== undefined) {
      result.additionalProperties =
        typeof additionalProperties === 'object' ? walk(additionalProperties) : additionalProperties;
    }
    if (io === 'output' && field && isInstant(field) && [result.type].flat().includes('string')) {
      result.format = 'date-time';
    }
    return describeFields(result, component);
  };
  return walk(schema, undefined, name);
}
