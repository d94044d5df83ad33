import { priceCreate } from '../../entities/price';
import { route } from '../route';
import { priceToWire, wirePrice } from '../wire/price';

const tag = 'Prices';

export const priceRoutes = [
  route({
    method: 'POST',
    path: '/prices',
    procedure: 'price.create',
    tag,
    summary: 'Create a price',
    description: 'Subscriptions of its plan are charged by it at once.',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreatePriceRequest',
    body: priceCreate,
    response: wirePrice,
    input: ({ body }) => body,
    answer: priceToWire,
  }),
  route({
    method: 'GET',
    path: '/prices/:id',
    procedure: 'price.get',
    tag,
    summary: 'Read a price',
    description: 'Ended ones too. Its meter, group and plan are always nested.',
    status: 200,
    malformed: 'Invalid request format',
    response: wirePrice,
    input: ({ params }) => ({ id: params.id }),
    answer: priceToWire,
  }),
];
