import type { ApiKey } from '@shared/entities/api-key';
import { AppError } from '@shared/errors';
import type { Pricebook } from '../pricebook';

export interface EnvironmentFacts {
  id: string;
  name: string;
  type: string;
}

export type Caller = Pick<Pricebook, 'call'>;

/** Calls a procedure; a refusal is thrown, with its sentence. */
export async function ask<T>({ call }: Caller, name: string, input: unknown, environment_id = ''): Promise<T> {
  const reply = await call(name, input, { environment_id });
  if (!reply.ok) throw new AppError(reply.error.code, reply.error.message);
  return reply.data as T;
}

/** Every environment of the data folder. */
export const environmentsOf = async (pricebook: Caller) =>
  (await ask<{ items: EnvironmentFacts[] }>(pricebook, 'environment.list', {})).items;

/** Every key of the data folder, of all environments, with the environment it is for. */
export async function keysOf(pricebook: Caller): Promise<(ApiKey & { environment: EnvironmentFacts })[]> {
  const environments = await environmentsOf(pricebook);
  const lists = await Promise.all(
    environments.map(async (environment) => {
      const { items } = await ask<{ items: ApiKey[] }>(pricebook, 'apiKey.list', {}, environment.id);
      return items.map((key) => ({ ...key, environment }));
    }),
  );
  return lists.flat();
}
