import { z } from 'zod';
import { contract } from '../../contract';
import type { AnyRoute } from '../route';
import { describeFields } from './describe-fields';
import type { Answer, Operation, Parameter } from './document-type';
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
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route, operationId, schemas),
      ...headerParameters(route, isWrite),
    ],
    ...(route.body && { requestBody: requestBodyOf(route.body, route, operationId, schemas) }),
    responses: { [route.status]: answerOf(route, schemas), ...refusals(route, isWrite) },
    ...(route.extension && { 'x-pricebook-extension': true }),
  };
}

function requestBodyOf(body: z.ZodType, { requestName }: AnyRoute, operationId: string, schemas: SchemaSource) {
  const schema = schemas.request(body, requestName ?? requestNameOf(operationId));
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

const pathParameters = ({ path }: AnyRoute): Parameter[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: name === 'id' ? 'The id of the row.' : `The \`${name}\` of the row, URL-encoded.`,
    schema: { type: 'string' },
  }));

function queryParameters(route: AnyRoute, operationId: string, schemas: SchemaSource): Parameter[] {
  if (!route.query) return [];
  const schema = schemas.request(route.query);
  // A query string is no component; its fields are described as if it were one.
  const { properties = {}, required = [] } = describeFields(schema, requestNameOf(operationId));
  return Object.entries(properties).map(([name, { description, 'x-pricebook-extension': isOurs, ...shape }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description && { description }),
    ...(isOurs && { 'x-pricebook-extension': true }),
    schema: shape,
  }));
}
