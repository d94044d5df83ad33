import type { Answer, Operation, Parameter, Reference } from '@shared/v1/openapi/document-type';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import { html } from 'hono/html';
import { curlOf } from './curl';
import type { Endpoint } from './endpoint';
import { fieldRows, rowOf, typeOf } from './field-rows';
import { componentLink, extensionBadge, fieldTable } from './field-table';
import { type Html, richLine, richText } from './rich-text';

/** The HTTP method, coloured by what it does. */
export const methodChip = (method: string): Html => html`<span class="method ${method.toLowerCase()}">${method}</span>`;

const json = 'application/json';

/** One endpoint: what it does, what it takes, what it answers, and how to call it. */
export function operationSection(endpoint: Endpoint, serverUrl: string): Html {
  const { method, path, operation } = endpoint;
  const parameters = operation.parameters.map(resolved);
  return html`<section class="operation" id="${operation.operationId}">
    <h3><a href="#${operation.operationId}">${operation.summary}</a>
      ${operation['x-pricebook-extension'] ? extensionBadge : ''}</h3>
    <p class="call">${methodChip(method)} <code>/v1${path}</code></p>
    ${operation.description ? richText(operation.description) : ''}
    ${(['path', 'query'] as const).map((place) => parameterTable(place, parameters))}
    ${bodyTable(operation)}
    ${parameterTable('header', parameters)}
    <h4>Answers</h4>
    <ul class="answers">${Object.entries(operation.responses).map(([status, answer]) => answerItem(status, answer))}</ul>
    <h4>Example</h4>
    <pre tabindex="0" aria-label="Example request"><code>${curlOf(endpoint, serverUrl)}</code></pre>
  </section>`;
}

/** A header of every request; the introduction tells of it. */
const everywhere = 'X-Request-ID';

const captions = { path: 'In the path', query: 'In the query string', header: 'Headers' };

function parameterTable(place: keyof typeof captions, parameters: readonly Parameter[]): Html | '' {
  const rows = parameters
    .filter((parameter) => parameter.in === place && parameter.name !== everywhere)
    .map(({ name, schema, required, description, ...parameter }) =>
      rowOf(
        name,
        {
          ...schema,
          ...(description && { description }),
          ...(parameter['x-pricebook-extension'] && { 'x-pricebook-extension': true }),
        },
        required,
      ),
    );
  return rows.length > 0 ? fieldTable(captions[place], rows) : '';
}

function bodyTable({ requestBody }: Operation): Html | '' {
  const schema = requestBody?.content[json]?.schema;
  if (!schema) return '';
  const name = schema.$ref?.split('/').at(-1) ?? '';
  const rows = fieldRows(openApiDocument().components.schemas[name] ?? schema);
  return fieldTable('Body, a JSON object', rows);
}

function answerItem(status: string, answer: Answer | Reference): Html {
  const { description, content } = resolvedAnswer(answer);
  const schema = content?.[json]?.schema;
  const components = schema ? rowOf('', schema, true).components : [];
  const rows = schema?.properties ? fieldRows(schema) : [];
  const isGood = status.startsWith('2');
  return html`<li><strong class="${isGood ? 'good' : 'bad'}">${status}</strong> ${richLine(description)}
    ${components.map((name) => html` ${componentLink(name)}`)}
    ${schema && components.length === 0 && rows.length === 0 ? typeOf(schema) : ''}
    ${isGood && rows.length > 0 ? fieldTable('Answer, a JSON object', rows) : ''}</li>`;
}

function resolved(part: Parameter | Reference): Parameter {
  if (!('$ref' in part)) return part;
  return openApiDocument().components.parameters[part.$ref.split('/').at(-1) ?? ''] as Parameter;
}

function resolvedAnswer(part: Answer | Reference): Answer {
  if (!('$ref' in part)) return part;
  return openApiDocument().components.responses[part.$ref.split('/').at(-1) ?? ''] as Answer;
}
