import { answered, type FakeAnswer } from './fake-answer';
import * as features from './fake-features';
import * as groups from './fake-groups';
import * as plans from './fake-plans';
import * as prices from './fake-prices';
import { type FakeState, fakeState } from './fake-state';

type Body = Record<string, unknown>;

/** A request as the fake server and its faults see it. */
export interface FakeRequest {
  method: string;
  path: string;
  body: Body;
  is_write: boolean;
}

export interface FakeV1 {
  state: FakeState;
  /** Does a request; reads see the state of `lagMs` before now. */
  handle(request: FakeRequest, lagMs?: number): FakeAnswer;
}

/**
 * A server that behaves as the public v1 API does where it matters to syncing (wire contract 2 to 5, 10): no group update, a
 * taken group key is a 500, texts cannot be emptied, new terms make a new row, offset paging, no idempotency keys, no
 * versions. Its clock is its own.
 */
export function fakeV1(now: () => number, from?: FakeState): FakeV1 {
  const state = fakeState(now, from);
  return {
    state,
    handle({ method, path, body }, lagMs = 0) {
      const asOf = now() - lagMs;
      const [, resource = '', id = '', more] = path.split('?')[0]?.split('/') ?? [];
      const key = `${method} ${resource}${id === 'search' ? '/search' : id ? '/:id' : ''}`;
      const query = Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));
      if (method === 'GET' && resource === 'prices' && id === 'lookup') {
        return prices.lookUpPrice(state, decodeURIComponent(more ?? ''), asOf);
      }
      const route = routes[key];
      return route ? route(state, decodeURIComponent(id), method === 'GET' ? query : body, asOf) : notThere;
    },
  };
}

const notThere: FakeAnswer = { status: 404, body: undefined };

type Route = (state: FakeState, id: string, body: Body, asOf: number) => FakeAnswer;
const routes: Record<string, Route> = {
  'POST groups': (state, _id, body) => groups.createGroup(state, body),
  'POST groups/search': (state, _id, body, asOf) => groups.searchGroups(state, body, asOf),
  'GET groups/:id': (state, id, _body, asOf) => groups.getGroup(state, id, asOf),
  'DELETE groups/:id': (state, id) => groups.deleteGroup(state, id),
  'POST plans': (state, _id, body) => plans.createPlan(state, body),
  'POST plans/search': (state, _id, body, asOf) => plans.searchPlans(state, body, asOf),
  'GET plans/:id': (state, id, _body, asOf) => plans.getPlan(state, id, asOf),
  'PUT plans/:id': (state, id, body) => plans.updatePlan(state, id, body),
  'DELETE plans/:id': (state, id) => plans.deletePlan(state, id),
  'POST features': (state, _id, body) => features.createFeature(state, body),
  'POST features/search': (state, _id, body, asOf) => features.searchFeatures(state, body, asOf),
  'GET features/:id': (state, id, _body, asOf) => features.getFeature(state, id, asOf),
  'PUT features/:id': (state, id, body) => features.updateFeature(state, id, body),
  'DELETE features/:id': (state, id) => features.deleteFeature(state, id),
  'POST meters': (state, _id, body) => features.createMeter(state, body),
  'GET meters': (state, _id, query, asOf) => features.listMeters(state, query, asOf),
  'GET meters/:id': (state, id, _body, asOf) => features.getMeter(state, id, asOf),
  'POST prices': (state, _id, body) => prices.createPrice(state, body),
  'POST prices/search': (state, _id, body, asOf) => prices.searchPrices(state, body, asOf),
  'GET prices/:id': (state, id, _body, asOf) => prices.getPrice(state, id, asOf),
  'PUT prices/:id': (state, id, body) => prices.updatePrice(state, id, body),
  'DELETE prices/:id': (state, id, body) => prices.deletePrice(state, id, body),
  'POST events': () => answered(202, { message: 'Event accepted for processing' }),
};
