import type { OpenApiDocument } from '@shared/v1/openapi/document-type';
import { html, raw } from 'hono/html';
import type { Endpoint } from './endpoint';
import { fieldRows, rowOf } from './field-rows';
import { fieldTable } from './field-table';
import { methodChip, operationSection } from './operation-section';
import { type Html, richText } from './rich-text';
import { styles } from './styles';

/** The documentation as one page of HTML without scripts, made from the OpenAPI document alone. */
export async function docsPage(document: OpenApiDocument, serverUrl: string): Promise<string> {
  const endpoints = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Endpoint => ({ method: method.toUpperCase(), path, operation })),
  );
  const tags = document.tags.map((tag) => ({
    ...tag,
    id: `tag-${tag.name.replaceAll(' ', '-')}`,
    endpoints: endpoints.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  // A request stands with its endpoint, unless others are made of it.
  const { schemas } = document.components;
  const inner = JSON.stringify(schemas);
  const objects = Object.entries(schemas).filter(
    ([name]) => !name.endsWith('Request') || inner.includes(`"#/components/schemas/${name}"`),
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${document.info.title}</title>
  <style>${raw(styles)}</style>
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  <nav aria-label="Endpoints">
    <p class="product"><a href="#content">${document.info.title}</a></p>
    <ul>
      ${tags.map(
        (tag) => html`<li><a class="tag" href="#${tag.id}">${tag.name}</a>
        <ul>${tag.endpoints.map(({ method, operation }) => navItem(method, operation.operationId, operation.summary))}</ul></li>`,
      )}
      <li><a class="tag" href="#objects">Objects</a></li>
    </ul>
  </nav>
  <main id="content" tabindex="-1">
    <header>
      <h1>${document.info.title}</h1>
      ${richText(document.info.description)}
      <p>Base URL <code>${serverUrl}</code> · for programs: <a href="/v1/openapi.json">openapi.json</a></p>
    </header>
    ${tags.map(
      (tag) => html`<section id="${tag.id}" aria-labelledby="${tag.id}-title">
      <h2 id="${tag.id}-title">${tag.name}</h2>${richText(tag.description)}
      ${tag.endpoints.map((endpoint) => operationSection(endpoint, serverUrl))}</section>`,
    )}
    <section id="objects" aria-labelledby="objects-title">
      <h2 id="objects-title">Objects</h2>
      <p>What requests and answers are made of.</p>
      ${objects.map(([name, schema]) => objectSection(name, schema))}
    </section>
  </main>
</body>
</html>`;
  return String(await page);
}

const navItem = (method: string, id: string, summary: string): Html =>
  html`<li><a href="#${id}">${methodChip(method)}<span>${summary}</span></a></li>`;

function objectSection(name: string, schema: OpenApiDocument['components']['schemas'][string]): Html {
  const rows = schema.properties ? fieldRows(schema) : [rowOf('value', schema, true)];
  return html`<section class="object" id="object-${name}">
    <h3><a href="#object-${name}">${name}</a></h3>
    ${schema.properties && schema.description ? richText(schema.description) : ''}
    ${fieldTable(`Fields of ${name}`, rows)}
  </section>`;
}
