import { z } from 'zod';
import { contract } from '../../contract';
import type { AnyRoute } from '../route';
import type { Answer, JsonSchema, Operation, Parameter } from './document-type';
import { requestExamples } from './examples';
import { operationIdOf } from './operation-ids';
import type { SchemaSource } from './schema-source';
import { answerHeaders, headerParameters, refusals } from './shared-parts';

const json = 'application/json';

/** A route as the document tells it. */
export function operationOf(route: AnyRoute, schemas: SchemaSource): Operation {
  const isWrite = contract[route.procedure].kind === 'mutation';
  const operationId = operationIdOf(route);
  return {
    operationId,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [route.tag],
    parameters: [...pathParameters(route), ...queryParameters(route, schemas), ...headerParameters(route, isWrite)],
    ...(route.body && { requestBody: requestBodyOf(route.body, route, operationId, schemas) }),
    responses: { [route.status]: answerOf(route, schemas), ...refusals(route, isWrite) },
    ...(route.extension && { 'x-pricebook-extension': true }),
  };
}

function requestBodyOf(body: z.ZodType, { requestName }: AnyRoute, operationId: string, schemas: SchemaSource) {
  const schema = bodyOf(body, requestName ?? requestNameOf(operationId), schemas);
  const example = requestExamples[operationId];
  return { required: true, content: { [json]: { schema, ...(example && { example }) } } };
}

/** The path as the document writes it: `{id}` for `:id`. */
export const documentPath = (path: string) => path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}');

const requestNameOf = (operationId: string) => `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`;

function answerOf(route: AnyRoute, schemas: SchemaSource): Answer {
  if (route.response === null) return { description: 'Done; the answer has no body.', headers: answerHeaders(false) };
  const schema = schemas.answer(route.response);
  return { description: 'Done.', headers: answerHeaders(hasRow(route)), content: { [json]: { schema } } };
}

/** Whether the answer is one row, which has a version. */
const hasRow = ({ response }: AnyRoute) => response instanceof z.ZodObject && 'etag' in response.shape;

/** A body in every spelling that is understood: `sort` may be the name of a column, `expand` an array. */
function bodyOf(body: NonNullable<AnyRoute['body']>, name: string, schemas: SchemaSource): JsonSchema {
  const reference = schemas.request(body, name);
  const { properties } = schemas.components[name] ?? {};
  if (!properties) return reference;
  const { sort, expand } = properties;
  if (sort?.type === 'array') {
    properties.sort = { anyOf: [sort, { type: 'string', description: 'A column; its direction is `order`.' }] };
  }
  if (expand?.type === 'string') properties.expand = { anyOf: [expand, { type: 'array', items: { type: 'string' } }] };
  return reference;
}

const pathParameters = ({ path }: AnyRoute): Parameter[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: name === 'id' ? 'The id of the row.' : `The \`${name}\` of the row, URL-encoded.`,
    schema: { type: 'string' },
  }));

function queryParameters(route: AnyRoute, schemas: SchemaSource): Parameter[] {
  if (!route.query) return [];
  const { properties = {}, required = [] } = schemas.request(route.query);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description && { description }),
    schema,
  }));
}
