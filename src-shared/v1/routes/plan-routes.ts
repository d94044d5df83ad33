import { ulid } from 'ulid';
import { z } from 'zod';
import { planClone, planCreate, planSearch, planUpdate } from '../../entities/plan';
import { limits } from '../../limits';
import { listInputOf, listQuery, searchBody } from '../list-request';
import { route } from '../route';
import { listToWire, wireList, wireMessage } from '../wire/list';
import { planToWire, wirePlan } from '../wire/plan';
import { givenBody } from '../without-nulls';

const tag = 'Plans';
const expandable = '`expand` takes `prices`, which come with their meters and groups; other names are ignored.';

/** Line items follow their plan inside the edit that changes it (wire contract 4.6): here there is nothing left to do. */
const syncRoute = (path: '/plans/:id/sync/subscriptions' | '/plans/:id/sync/subscriptions/v2') =>
  route({
    method: 'POST',
    path,
    procedure: 'plan.get',
    tag,
    summary: 'Bring subscriptions in step with the prices of their plan',
    description: 'They always are: every change of a price reaches them at once. The ids name nothing.',
    status: 200,
    malformed: 'Invalid request format',
    response: z.object({ message: z.string(), workflow_id: z.string(), run_id: z.string() }),
    input: ({ params }) => ({ id: params.id }),
    answer: () => ({
      message: 'price sync v2 workflow started',
      workflow_id: `wf_${ulid()}`,
      run_id: `run_${ulid()}`,
    }),
  });

/** What this product does not have yet, and so no plan has any of: an empty list, or 404 for an unknown plan. */
const emptyListRoute = (path: '/plans/:id/entitlements' | '/plans/:id/creditgrants', what: string) =>
  route({
    method: 'GET',
    path,
    procedure: 'plan.get',
    tag,
    summary: `The ${what} of a plan: there are none`,
    status: 200,
    malformed: 'Invalid request format',
    response: wireList(z.never()),
    input: ({ params }) => ({ id: params.id }),
    answer: () => ({
      items: [],
      pagination: { total: 0, limit: limits.default_page_size, offset: limits.default_page_size },
    }),
  });

export const planRoutes = [
  route({
    method: 'POST',
    path: '/plans',
    procedure: 'plan.create',
    tag,
    summary: 'Create a plan',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreatePlanRequest',
    body: planCreate,
    response: wirePlan,
    input: givenBody,
    answer: planToWire,
  }),
  route({
    method: 'GET',
    path: '/plans',
    procedure: 'plan.search',
    tag,
    summary: 'List plans',
    description: expandable,
    status: 200,
    malformed: 'Invalid filter parameters',
    query: listQuery(planSearch.omit({ metadata: true })),
    response: wireList(wirePlan),
    input: ({ query }) => listInputOf(query),
    answer: listToWire(planToWire),
  }),
  route({
    method: 'POST',
    path: '/plans/search',
    procedure: 'plan.search',
    tag,
    summary: 'Search plans',
    description: expandable,
    status: 200,
    malformed: 'Invalid filter parameters',
    body: searchBody(planSearch),
    response: wireList(wirePlan),
    input: ({ body }) => listInputOf(body),
    answer: listToWire(planToWire),
  }),
  route({
    method: 'GET',
    path: '/plans/:id',
    procedure: 'plan.get',
    tag,
    summary: 'Read a plan with its prices',
    description: 'Archived ones too, and ended prices too. Every price comes with its meter and group.',
    status: 200,
    malformed: 'Invalid request format',
    response: wirePlan,
    input: ({ params }) => ({ id: params.id }),
    answer: planToWire,
  }),
  route({
    method: 'PUT',
    path: '/plans/:id',
    procedure: 'plan.update',
    tag,
    summary: 'Edit a plan',
    description: 'What is left out stays as it is; an empty lookup key or description clears it; metadata is replaced.',
    status: 200,
    malformed: 'Invalid request format',
    requestName: 'UpdatePlanRequest',
    body: planUpdate.omit({ id: true }),
    response: wirePlan,
    input: (request) => ({ ...givenBody(request), id: request.params.id }),
    answer: planToWire,
  }),
  route({
    method: 'DELETE',
    path: '/plans/:id',
    procedure: 'plan.archive',
    tag,
    summary: 'Archive a plan',
    description:
      'Refused while anybody is subscribed to it. Its prices stay as they are. The message says price, as it does for every client of v1.',
    status: 200,
    malformed: 'Invalid request format',
    response: wireMessage,
    input: ({ params }) => ({ id: params.id }),
    answer: () => ({ message: 'price deleted successfully' }),
  }),
  route({
    method: 'POST',
    path: '/plans/:id/clone',
    procedure: 'plan.clone',
    tag,
    summary: 'Copy a plan with its live prices',
    description:
      'Copies keep their groups and meters but not their lookup keys. The copy names where it comes from as `source_plan_id` in its metadata.',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'ClonePlanRequest',
    body: planClone.omit({ id: true }),
    response: wirePlan,
    input: (request) => ({ ...givenBody(request), id: request.params.id }),
    answer: planToWire,
  }),
  syncRoute('/plans/:id/sync/subscriptions'),
  syncRoute('/plans/:id/sync/subscriptions/v2'),
  emptyListRoute('/plans/:id/entitlements', 'entitlements'),
  emptyListRoute('/plans/:id/creditgrants', 'credit grants'),
];
