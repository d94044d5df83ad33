import type { Answer } from '@shared/v1/openapi/document-type';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import { documentPath } from '@shared/v1/openapi/operation';
import { v1Routes } from '@shared/v1/routes';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
addFormats.default(ajv);
const documentId = 'pricebook';
const compiled = new Map<string, ValidateFunction>();

const routeMatchers = v1Routes.map((route) => ({
  route,
  pattern: new RegExp(`^/v1${route.path.replace(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`),
}));

/** What answers outside the routes: their words are fixed and tested where they are written. */
const beside = [/^\/health$/, /^\/v1\/openapi\.json$/, /^\/v1\/docs(\/|$)/, /^\/portal(\/|$)/];

/** What no refusal may contain: a stack, a place in the program, SQL. */
const inside =
  /\n\s+at |node_modules|src-(main|shared)|sqlite|\.[cm]?[jt]s:\d|no such (table|column)|constraint failed|\bselect\b.+\bfrom\b|insert into|TypeError|RangeError/i;

/**
 * What is wrong with an answer according to the document, as lines to read; empty when nothing is. An answer that the
 * document does not list, a key too many and a key too few are all wrong.
 */
export function documentViolations(
  method: string,
  path: string,
  answer: { status: number; headers: Headers; text: string; body: unknown },
): string[] {
  const leak = answer.status >= 400 && inside.exec(answer.text)?.[0];
  if (leak) return [`the answer tells of the inside: ${leak}`];
  const pathname = new URL(path, 'http://localhost').pathname;
  if (method === 'OPTIONS' || beside.some((pattern) => pattern.test(pathname))) return [];
  const match = routeMatchers.find(({ route, pattern }) => route.method === method && pattern.test(pathname));
  if (!match) {
    return answer.status === 404 && answer.text === '404 page not found'
      ? []
      : [`no operation of the document is ${method} ${pathname}, but it was answered with ${answer.status}`];
  }
  const documented = documentPath(match.route.path);
  const operation = openApiDocument().paths[documented]?.[method.toLowerCase()];
  const pointer = answerPointer(documented, method.toLowerCase(), answer.status);
  const response = operation && pointer && (partAt(pointer) as Answer);
  if (!response) {
    return [`${operation?.operationId} does not document status ${answer.status}; it answered ${answer.text}`];
  }
  if (!answer.headers.get('x-request-id')) return ['the answer has no X-Request-ID'];
  if (!response.content) return answer.text === '' ? [] : [`the body must be empty but is ${answer.text}`];
  const type = answer.headers.get('content-type');
  if (type !== 'application/json; charset=utf-8') return [`the content type is ${type}`];
  const validate = validatorOf(`${pointer}/content/application~1json/schema`);
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map(lineOf);
}

/** Where the document keeps an answer, also when the operation only refers to a shared one; null when it has none. */
function answerPointer(path: string, method: string, status: number): string | null {
  const answer = openApiDocument().paths[path]?.[method]?.responses[status];
  if (!answer) return null;
  return '$ref' in answer ? answer.$ref : `#/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`;
}

function partAt(pointer: string): unknown {
  let part: unknown = openApiDocument();
  for (const name of pointer.split('/').slice(1)) part = (part as Record<string, unknown>)[name.replaceAll('~1', '/')];
  return part;
}

function validatorOf(pointer: string): ValidateFunction {
  if (compiled.size === 0) ajv.addSchema(openApiDocument(), documentId, false, false);
  const known = compiled.get(pointer);
  if (known) return known;
  const validate = ajv.compile({ $ref: documentId + pointer.replaceAll('{', '%7B').replaceAll('}', '%7D') });
  compiled.set(pointer, validate);
  return validate;
}

function lineOf({ instancePath, message, params, data }: ErrorObject): string {
  const what = params.additionalProperty ?? params.allowedValue ?? params.allowedValues ?? '';
  const shown = JSON.stringify(data)?.slice(0, 120);
  return `${instancePath || '/'} ${message} ${what} (it is ${shown})`;
}
