import type { Environment } from '@shared/entities/environment';
import { create } from 'zustand';
import { recall, remember } from '../preferences/memory';

const storageKey = 'pricebook.environment';

/** The environment every call is about. Null until the list is known. */
export const useEnvironmentStore = create<{ environment: Environment | null }>(() => ({ environment: null }));

export const currentEnvironmentId = () => useEnvironmentStore.getState().environment?.id ?? '';

/** Moves the whole app to another environment; remembered for the next start. */
export function setEnvironment(environment: Environment) {
  remember(storageKey, environment.id);
  useEnvironmentStore.setState({ environment });
}

/** Keeps the current environment current: same id with fresh fields, else the remembered one, else the sandbox. */
export function settleEnvironment(known: Environment[]) {
  const wanted = currentEnvironmentId() || recall(storageKey);
  const environment =
    known.find((one) => one.id === wanted) ?? known.find((one) => one.type === 'development') ?? known[0];
  if (environment) useEnvironmentStore.setState({ environment });
}

/** The current environment. Screens are only shown when there is one. */
export function useEnvironment(): Environment {
  const { environment } = useEnvironmentStore();
  if (!environment) throw new Error('There is no environment yet');
  return environment;
}
