import { largestBody, limits } from '../../limits';
import type { AnyRoute } from '../route';
import type { Answer, Header, JsonSchema, OpenApiDocument, Parameter, Reference } from './document-type';

const text = { type: 'string' };
const errorSchema: JsonSchema = { $ref: '#/components/schemas/Error' };

const headers: Record<string, Header> = {
  'X-Request-ID': { description: 'The `X-Request-ID` of the request, or one of ours.', schema: text },
  ETag: { description: 'The version of the answered row, for `If-Match`.', schema: text },
  'Retry-After': { description: 'Seconds until the next request is taken.', schema: { type: 'integer' } },
};

const parameters: Record<string, Parameter> = {
  'X-Request-ID': {
    name: 'X-Request-ID',
    in: 'header',
    required: false,
    description: 'Comes back with the answer, to find the one by the other.',
    schema: { type: 'string', maxLength: 128 },
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: `A text of your choice. The same request sent again with the same key within ${limits.idempotency_days} days changes nothing and is answered as the first one was.`,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    'x-pricebook-extension': true,
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The ETag of the row as you read it; the write is refused with 409 when it has changed since.',
    schema: { type: 'string', examples: ['"42"'] },
    'x-pricebook-extension': true,
  },
};

const refusal = (description: string, schema: JsonSchema): Answer => ({
  description,
  headers: { 'X-Request-ID': { $ref: '#/components/headers/X-Request-ID' } },
  content: { 'application/json': { schema } },
});

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const responses: Record<string, Answer> = {
  BadRequest: refusal('The request cannot be understood or breaks a rule. Nothing was changed.', errorSchema),
  Unauthorized: refusal(
    'No API key, or not a live one.',
    object({ error: { enum: ['Unauthorized', 'Invalid authorization header format', 'Invalid token'] } }),
  ),
  Forbidden: refusal('The key may only read.', object({ message: { const: 'insufficient permissions' } })),
  NotFound: refusal('There is no such row in the environment of the key.', errorSchema),
  Conflict: refusal('The lookup key is taken, or the row has changed since it was read.', errorSchema),
  TooLarge: refusal(`The body is larger than ${largestBody}.`, errorSchema),
  EncodedBody: refusal('The body is compressed; send it as plain JSON.', errorSchema),
  TooManyRequests: {
    ...refusal('Too many requests with this key.', errorSchema),
    headers: {
      'X-Request-ID': { $ref: '#/components/headers/X-Request-ID' },
      'Retry-After': { $ref: '#/components/headers/Retry-After' },
    },
  },
};

/** What operations share and refer to by name. */
export const sharedParts: Pick<OpenApiDocument['components'], 'headers' | 'parameters' | 'responses'> = {
  headers,
  parameters,
  responses,
};

const answer = (name: keyof typeof responses): Reference => ({ $ref: `#/components/responses/${name}` });
const header = (name: string): Reference => ({ $ref: `#/components/headers/${name}` });
const parameter = (name: string): Reference => ({ $ref: `#/components/parameters/${name}` });

/** Every way in which a route may say no, by status. */
export const refusals = (route: AnyRoute, isWrite: boolean): Record<string, Reference> => ({
  400: answer('BadRequest'),
  401: answer('Unauthorized'),
  ...(isWrite && { 403: answer('Forbidden') }),
  // Writes name other rows in their bodies, and a reader may do so too.
  ...((isWrite || route.body || route.query || route.path.includes(':')) && { 404: answer('NotFound') }),
  ...(isWrite && { 409: answer('Conflict') }),
  ...(route.body && { 413: answer('TooLarge'), 415: answer('EncodedBody') }),
  429: answer('TooManyRequests'),
});

/** The headers of an answer that went well; a single row has an ETag. */
export const answerHeaders = (ofOneRow: boolean): Record<string, Reference> => ({
  'X-Request-ID': header('X-Request-ID'),
  ...(ofOneRow && { ETag: header('ETag') }),
});

/** The headers any request may carry, and those that make a write safe to send twice or beside others. */
export const headerParameters = (route: AnyRoute, isWrite: boolean): Reference[] => [
  parameter('X-Request-ID'),
  ...(isWrite ? [parameter('Idempotency-Key')] : []),
  ...(isWrite && namesRow(route) ? [parameter('If-Match')] : []),
];

const namesRow = ({ path, query }: AnyRoute) => path.includes('/:id') || (query !== undefined && 'id' in query.shape);
