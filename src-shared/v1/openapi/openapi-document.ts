import { wireError } from '../error-body';
import type { AnyRoute } from '../route';
import { v1Routes } from '../routes';
import type { OpenApiDocument } from './document-type';
import { introduction, tagNotes } from './introduction';
import { documentPath, operationOf } from './operation';
import { schemaSource } from './schema-source';
import { sharedParts } from './shared-parts';

let made: OpenApiDocument | undefined;

/** The OpenAPI 3.1 document of the v1 HTTP API; made from the routes and their schemas when it is first asked for. */
export function openApiDocument(): OpenApiDocument {
  made ??= describeRoutes(v1Routes);
  return made;
}

/** The document that describes these routes. */
export function describeRoutes(routes: readonly AnyRoute[]): OpenApiDocument {
  const schemas = schemaSource();
  schemas.answer(wireError);
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = documentPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Pricebook v1 API',
      version: '1',
      summary: 'The pricing catalog and its usage, over HTTP.',
      description: introduction,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/v1', description: 'This server' }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name, description: tagNotes[name] ?? '' })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
      ...sharedParts,
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'Made in Settings or on the command line; it decides the environment.',
        },
      },
    },
  };
}
