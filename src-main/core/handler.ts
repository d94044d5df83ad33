import type { OutputOf, Parsed, ProcedureName } from '@shared/contract';
import type { Call } from './deps';

/** Answers one procedure: gets the validated input, throws AppError to refuse. */
export type Handler<N extends ProcedureName> = (input: Parsed<N>, call: Call) => Promise<OutputOf<N>>;

/** One handler per procedure: a missing or surplus one is a compile error. */
export type Handlers = { [N in ProcedureName]: Handler<N> };

/** The handlers of one subject, such as `HandlersOf<'group'>`. */
export type HandlersOf<Subject extends string> = {
  [N in ProcedureName as N extends `${Subject}.${string}` ? N : never]: Handler<N>;
};
