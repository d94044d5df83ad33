import type { AnyRoute } from '../route';
import type { Answer, Header, JsonSchema, Parameter } from './document-type';

const requestId: Header = {
  description: 'The `X-Request-ID` of the request, or one of ours.',
  schema: { type: 'string' },
};

/** The headers of an answer that went well. */
export const answerHeaders = (hasRow: boolean): Record<string, Header> => ({
  'X-Request-ID': requestId,
  ...(hasRow && {
    ETag: { description: 'The version of the answered row, for `If-Match`.', schema: { type: 'string' } },
  }),
});

/** The headers that make a write safe to send twice or at the same time as others. */
export const writeHeaders = (ofOneRow: boolean): Parameter[] => [
  {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Any text of your choice. The same request sent again with the same key within a day changes nothing and is answered as the first one was.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    'x-pricebook-extension': true,
  },
  ...(ofOneRow
    ? [
        {
          name: 'If-Match',
          in: 'header' as const,
          required: false,
          description: 'The ETag of the row as you read it; the write is refused with 409 when it has changed since.',
          schema: { type: 'string', pattern: '^\\s*((W/)?"\\d{1,15}"|\\*)\\s*$' },
          'x-pricebook-extension': true as const,
        },
      ]
    : []),
];

const text = { type: 'string' };
const refusal = (description: string, schema: JsonSchema): Answer => ({
  description,
  headers: { 'X-Request-ID': requestId },
  content: { 'application/json': { schema } },
});
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const error: JsonSchema = { $ref: '#/components/schemas/Error' };

/** Every way in which a route may say no. */
export const refusals = (route: AnyRoute, isWrite: boolean): Record<string, Answer> => ({
  400: refusal('The request cannot be understood or breaks a rule; nothing was changed.', error),
  401: refusal('No API key, or not a live one.', object({ error: { const: 'Unauthorized' } })),
  403: refusal('The key may only read, or may not be used here.', object({ message: text })),
  ...((isWrite || route.path.includes(':')) && {
    404: refusal('There is no such row in the environment of the key.', error),
  }),
  ...(isWrite && {
    409: refusal('The lookup key is taken, or the row has changed since it was read.', error),
  }),
  429: refusal('Too many requests with this key.', error),
});
