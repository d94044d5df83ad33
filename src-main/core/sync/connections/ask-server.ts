import { type RemoteExtension, type RemoteServer, remoteExtensions } from '@shared/entities/sync';
import { AppError } from '@shared/errors';
import { z } from 'zod';
import type { RemoteApi, RemoteReply } from '../remote/remote-api';

export interface ServerFacts {
  /** Null for a server that does not tell about itself. */
  remote: RemoteServer | null;
  extensions: RemoteExtension[];
  rows: { groups: number; features: number; plans: number; prices: number };
}

const capabilities = z.object({
  product: z.string(),
  version: z.string(),
  environment: z.object({ id: z.string(), name: z.string(), type: z.string() }),
  key: z.object({ name: z.string(), access: z.enum(['read', 'write']) }),
  extensions: z.array(z.object({ name: z.string() })),
});
const page = z.object({ pagination: z.object({ total: z.int() }) });

/** Asks a server who it is, what it can do, and how much it holds. Throws an AppError that says why it cannot be used. */
export async function askServer(api: RemoteApi): Promise<ServerFacts> {
  const told = await api.send({ method: 'GET', path: '/capabilities' });
  // The public API has no such page and answers in plain text.
  const isSilent = told.kind === 'refused' && told.status === 404;
  if (!isSilent) refuseTrouble(told);
  const known = told.kind === 'ok' ? capabilities.safeParse(told.body) : undefined;
  if (known && !known.success) {
    throw new AppError('validation_error', 'There is a server at this address, but it is not a v1 API.', {
      field: 'base_url',
    });
  }
  const names = new Set(known?.data.extensions.map(({ name }) => name));
  return {
    remote: known ? remoteOf(known.data) : null,
    extensions: remoteExtensions.filter((name) => names.has(name)),
    rows: {
      groups: await countOf(api, 'groups', { limit: 1 }),
      features: await countOf(api, 'features', { limit: 1 }),
      plans: await countOf(api, 'plans', { limit: 1 }),
      prices: await countOf(api, 'prices', { limit: 1, allow_expired_prices: true }),
    },
  };
}

const remoteOf = ({ product, version, environment, key }: z.output<typeof capabilities>): RemoteServer => ({
  product,
  version,
  environment_id: environment.id,
  environment: environment.name,
  environment_type: environment.type,
  key_name: key.name,
  key_access: key.access,
});

async function countOf(api: RemoteApi, resource: string, body: object): Promise<number> {
  const reply = await api.send({ method: 'POST', path: `/${resource}/search`, body });
  refuseTrouble(reply);
  const found = reply.kind === 'ok' ? page.safeParse(reply.body) : undefined;
  if (!found?.success) {
    throw new AppError('validation_error', 'There is a server at this address, but it is not a v1 API.', {
      field: 'base_url',
    });
  }
  return found.data.pagination.total;
}

/** Throws an AppError for a reply that says why the server cannot be used. */
export function refuseTrouble(reply: RemoteReply): void {
  if (reply.kind === 'unauthorized') {
    const words = reply.said === null ? '.' : `: ${reply.said}`;
    throw new AppError('permission_denied', `The server does not accept this API key${words}`, { field: 'api_key' });
  }
  if (reply.kind === 'unreachable' || reply.kind === 'broken' || reply.kind === 'busy') {
    throw new AppError('service_unavailable', reply.message, { field: 'base_url' });
  }
  if (reply.kind === 'refused' && reply.status < 400) {
    throw new AppError('validation_error', reply.error.message, { field: 'base_url' });
  }
}
