import type { CoreProcedureName, OutputOf, Parsed } from '@shared/contract';
import type { Call } from './deps';

/** Answers one procedure: gets the validated input, throws AppError to refuse. */
export type Handler<N extends CoreProcedureName> = (input: Parsed<N>, call: Call) => Promise<OutputOf<N>>;

/** One handler per procedure: a missing or surplus one is a compile error. */
export type Handlers = { [N in CoreProcedureName]: Handler<N> };

/** The handlers of one subject, such as `HandlersOf<'group'>`. */
export type HandlersOf<Subject extends string> = {
  [N in CoreProcedureName as N extends `${Subject}.${string}` ? N : never]: Handler<N>;
};
