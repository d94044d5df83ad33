import { subscriptionCancel, subscriptionCreate, subscriptionSearch } from '../../entities/subscription';
import { listInputOf, listQuery, searchBody } from '../list-request';
import { route } from '../route';
import { listToWire, wireList } from '../wire/list';
import { cancellationToWire, subscriptionToWire, wireCancellation, wireSubscription } from '../wire/subscription';

const tag = 'Subscriptions';

export const subscriptionRoutes = [
  route({
    method: 'POST',
    path: '/subscriptions',
    procedure: 'subscription.create',
    tag,
    summary: 'Put a customer on a plan',
    description:
      'Every price of the plan that has the currency and the billing period of the subscription, or is charged once, becomes a line item.',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreateSubscriptionRequest',
    body: subscriptionCreate,
    response: wireSubscription,
    input: ({ body }) => body,
    answer: subscriptionToWire,
  }),
  route({
    method: 'GET',
    path: '/subscriptions',
    procedure: 'subscription.search',
    tag,
    summary: 'List subscriptions',
    status: 200,
    malformed: 'Invalid filter parameters',
    query: listQuery(subscriptionSearch),
    response: wireList(wireSubscription),
    input: ({ query }) => listInputOf(query),
    answer: listToWire(subscriptionToWire),
  }),
  route({
    method: 'POST',
    path: '/subscriptions/search',
    procedure: 'subscription.search',
    tag,
    summary: 'Search subscriptions',
    status: 200,
    malformed: 'Invalid filter parameters',
    body: searchBody(subscriptionSearch),
    response: wireList(wireSubscription),
    input: ({ body }) => listInputOf(body),
    answer: listToWire(subscriptionToWire),
  }),
  route({
    method: 'GET',
    path: '/subscriptions/:id',
    procedure: 'subscription.get',
    tag,
    summary: 'Read a subscription with its line items',
    status: 200,
    malformed: 'Invalid request format',
    response: wireSubscription,
    input: ({ params }) => ({ id: params.id }),
    answer: subscriptionToWire,
  }),
  route({
    method: 'POST',
    path: '/subscriptions/:id/cancel',
    procedure: 'subscription.cancel',
    tag,
    summary: 'End a subscription',
    description: 'Usage up to then stays charged. `cancelled_at`, a moment in the past, is an extension.',
    status: 200,
    malformed: 'Invalid request format',
    requestName: 'CancelSubscriptionRequest',
    body: subscriptionCancel.omit({ id: true }),
    response: wireCancellation,
    input: ({ params, body }) => ({ ...body, id: params.id }),
    answer: (row, { body }) => cancellationToWire(row, body.reason),
  }),
];
