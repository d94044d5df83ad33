import { limits } from '../../limits';
import { product } from '../../product';
import { extensions } from '../extensions';
import { route } from '../route';
import { wireCapabilities } from '../wire/capabilities';

export const capabilityRoutes = [
  route({
    method: 'GET',
    path: '/capabilities',
    procedure: 'environment.list',
    tag: 'Capabilities',
    summary: 'What this server can do, and what the key may do',
    extension: true,
    status: 200,
    malformed: 'Invalid request format',
    response: wireCapabilities,
    input: () => ({}),
    answer: ({ items }, { caller: { key, requests_per_second } }) => {
      const environment = items.find(({ id }) => id === key.environment_id);
      return {
        product: product.name,
        version: product.version,
        api_version: 'v1',
        environment: environment && {
          id: environment.id,
          name: environment.name,
          type: environment.type,
          timezone: environment.timezone,
        },
        key: { id: key.id, name: key.name, access: key.access },
        limits: { ...limits, requests_per_second },
        extensions,
      };
    },
  }),
];
