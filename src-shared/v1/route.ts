import type { z } from 'zod';
import type { CoreProcedureName, OutputOf } from '../contract';
import type { RawRequest, V1Caller } from './raw-request';

/** A request as a route sees it. `body` and `query` are what the client sent, not validated yet. */
export interface V1Request {
  params: Record<string, string>;
  /** The JSON object of the body; null members are left out, as they mean "not given". */
  body: Record<string, unknown>;
  /** The query string, read by the kinds of the route's `query` schema. */
  query: Record<string, unknown>;
  caller: V1Caller;
  /** Scheme, host and port the client reached the server by, for links back to it. */
  origin: string;
}

export type V1Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What the contract says when a body is not JSON or a value has the wrong JSON type (wire contract 1.6). */
export type MalformedMessage =
  | 'Invalid request format'
  | 'Invalid filter parameters'
  | 'Invalid request payload'
  | 'Please check the request payload';

/** One endpoint of the v1 HTTP API: a procedure of the contract and how the wire spells its request and its answer. */
export interface V1Route<N extends CoreProcedureName = CoreProcedureName> {
  method: V1Method;
  /** Under `/v1`, with `:name` for path parameters. */
  path: string;
  procedure: N;
  /** Heading of the documentation it stands under, such as `Groups`. */
  tag: string;
  summary: string;
  description?: string;
  /** Ours: not part of the public v1 API. */
  extension?: true;
  status: 200 | 201 | 202 | 204;
  malformed: MalformedMessage;
  /** Name of the request as validation messages spell it, such as `CreateGroupRequest`. */
  requestName?: string;
  /** A missing required field counts as malformed instead of as a failed validation. */
  requiredIsMalformed?: true;
  /** The JSON body, documented; absent when none is read. */
  body?: z.ZodType;
  /** The body holds properties of events, whose numbers keep every digit. */
  exactNumbers?: true;
  /** The query string, documented; absent when none is read. */
  query?: z.ZodObject;
  /** The documented answer; null when the body is empty. */
  response: z.ZodType | null;
  /**
   * Whether a request is answered in a fraction of a millisecond, so that a program without windows need not hand it to
   * another thread; absent when no request of the route surely is.
   */
  isBrief?(request: RawRequest): boolean;
  /** The input of the procedure; the core validates it. */
  input(request: V1Request): unknown;
  /** The answer of the procedure as the wire spells it. */
  answer(data: OutputOf<N>, request: V1Request): unknown;
}

/** Any route, for loops over all of them. */
export interface AnyRoute extends Omit<V1Route, 'answer' | 'procedure'> {
  procedure: CoreProcedureName;
  answer(data: unknown, request: V1Request): unknown;
}

/** Declares a route; the types of its procedure are checked here and forgotten in the table. */
export const route = <N extends CoreProcedureName>(declared: V1Route<N>): AnyRoute => declared as unknown as AnyRoute;
