import type { InputOf, OutputOf, ProcedureName } from '@shared/contract';
import type { ApiKey } from '@shared/entities/api-key';
import type { Environment } from '@shared/entities/environment';
import { AppError } from '@shared/errors';
import { askPricebook } from '../ask-pricebook';
import type { Pricebook } from '../pricebook';

export type Caller = Pick<Pricebook, 'call'>;

/** Calls a procedure; a refusal is thrown, with its sentence. */
export async function ask<N extends ProcedureName>(
  pricebook: Caller,
  name: N,
  input: InputOf<N>,
  environment_id?: string,
): Promise<OutputOf<N>> {
  const reply = await askPricebook(pricebook, name, input, environment_id);
  if (!reply.ok) throw new AppError(reply.error.code, reply.error.message);
  return reply.data;
}

/** Every environment of the data folder. */
export const environmentsOf = async (pricebook: Caller): Promise<readonly Environment[]> =>
  (await ask(pricebook, 'environment.list', {})).items;

/** Every key of the data folder, of all environments, with the environment it is for. */
export async function keysOf(pricebook: Caller): Promise<(ApiKey & { environment: Environment })[]> {
  const environments = await environmentsOf(pricebook);
  const lists = await Promise.all(
    environments.map(async (environment) => {
      const { items } = await ask(pricebook, 'apiKey.list', {}, environment.id);
      return items.map((key) => ({ ...key, environment }));
    }),
  );
  return lists.flat();
}
