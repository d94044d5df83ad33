import type { InputOf, OutputOf, ProcedureName } from '@shared/contract';
import type { Reply } from '@shared/errors';
import type { Pricebook } from './pricebook';

/** Calls a procedure with the contract's types. Those about the whole profile need no environment. */
export const askPricebook = <N extends ProcedureName>(
  { call }: Pick<Pricebook, 'call'>,
  name: N,
  input: InputOf<N>,
  environment_id = '',
): Promise<Reply<OutputOf<N>>> => call(name, input, { environment_id }) as Promise<Reply<OutputOf<N>>>;
