import type { Operation } from '@shared/v1/openapi/document-type';

/** An operation of the document and where it is. */
export interface Endpoint {
  method: string;
  path: string;
  operation: Operation;
}
