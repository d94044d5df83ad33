import { afterEach, expect, test, vi } from 'vitest';
import { fairWeather, type Weather } from './clients';
import type { Edit } from './edits';
import type { Passage } from './fake-v1/faulty-fetch';
import type { OutsideEdit } from './outside-edits';
import type { Schedule, Step } from './schedules';

/**
 * Rules of syncing that carry weight, each taken away in turn: the simulation has to notice. A rule whose loss nobody
 * notices is either not needed, or its test is missing.
 */

const world: Schedule = {
  server: 'public',
  environments: 1,
  people: 1,
  outside: false,
  restores: false,
  lags: false,
  skew_ms: 0,
  marks_operations: true,
  page_size: 1000,
  has_rows: true,
  steps: [],
  decisions: [{ which: 0, choice: 0 }],
};

const edit = (what: Edit['what'], value = 1, row = 0): Step => ({
  do: 'edit',
  client: 0,
  environment: 0,
  edit: { what, row, other: 0, value },
});
const outside = (what: OutsideEdit['what'], value = 1, row = 0): Step => ({
  do: 'outside',
  environment: 0,
  edit: { what, row, other: 0, value },
});
const wait = (ms: number): Step => ({ do: 'wait', ms });
const sync = (weather: Partial<Weather> = {}, client = 0): Step => ({
  do: 'sync',
  client,
  environment: 0,
  all: false,
  weather: { ...fairWeather, ...weather },
  sweep: false,
});

const putBack: Step = { do: 'server', environment: 0, what: 'put back' };
const carry: Step = { do: 'carry', from: 0, client: 1, environment: 0 };

/** Nothing befalls the first requests; those of a pull are five of the public API and one of our own. */
const after = (requests: number, ...passages: Passage[]): Passage[] => [
  ...Array.from({ length: requests }, () => ({ fault: null })),
  ...passages,
];
const lagging = (from: number, lag_ms: number): Passage[] =>
  after(from, ...Array.from({ length: 12 }, () => ({ fault: null, lag_ms })));
const pull = 5;

afterEach(() => {
  for (const path of replaced) vi.doUnmock(path);
  replaced.clear();
  vi.resetModules();
});

interface Mutation {
  name: string;
  /** The module that has the rule, from here. */
  mutate(): void;
  schedule: Partial<Schedule>;
}

const replaced = new Set<string>();

function replace<M extends object>(path: string, change: (original: M) => Partial<M>): void {
  replaced.add(path);
  vi.doMock(path, async (load) => {
    const original = (await load()) as M;
    return { ...original, ...change(original) };
  });
}

type Pulling = typeof import('../core/sync/pull/pulling');
type Exchange = typeof import('../core/sync/push/exchange');
type Claim = typeof import('../core/sync/outbox/claim-line');
type Probe = typeof import('../core/sync/push/decide-probe');
type FindOwn = typeof import('../core/sync/pull/find-own');
type ApplyKnown = typeof import('../core/sync/pull/apply-known');
type PendingKind = typeof import('@shared/rules/sync/pending-kind');
type CloseConflict = typeof import('../core/sync/conflicts/close-conflict');
type PutBack = typeof import('../core/sync/pull/put-back');
type PullByFeed = typeof import('../core/sync/pull/pull-by-feed');
type ForgetThere = typeof import('../core/sync/remote/forget-there');
type ForgetAnswers = typeof import('../core/sync/outbox/forget-answers');
type PreviewChangeSet = typeof import('../core/sync/change-set/preview-change-set');
type ActiveConnection = typeof import('../core/sync/connections/active-connection');
type RemoteApi = typeof import('../core/sync/remote/remote-api');

const unconditionally = () =>
  replace<RemoteApi>('../core/sync/remote/remote-api', ({ remoteApi }) => ({
    remoteApi(options) {
      const api = remoteApi(options);
      return { ...api, send: ({ if_match: _version, ...request }) => api.send(request) };
    },
  }));
const describedThere = (before: number): Weather['meanwhile'][number] => ({
  before,
  edit: { what: 'describe price', row: 0, other: 0, value: 9 },
});

const mutations: Mutation[] = [
  {
    name: 'how far a pull has come is kept before the rows',
    mutate: () =>
      replace<Pulling>('../core/sync/pull/pulling', ({ takePage, step }) => ({
        async takePage(pulling, entity, page, alongside) {
          if (alongside) await step(pulling, async (context) => alongside(context));
          await takePage(pulling, entity, page);
        },
      })),
    // Of our own server's change log; by time, two minutes are asked for once more.
    schedule: {
      server: 'ours',
      outside: true,
      steps: [outside('rename plan'), sync({ kill: { at: 'commit', number: 1, after: true } })],
    },
  },
  {
    name: 'a write of unknown fate is sent again without a look',
    mutate: () =>
      replace<Exchange>('../core/sync/push/exchange', ({ look }) => ({
        look: async (context, key, operation) => {
          if (operation.refused) return look(context, key, operation);
          const { releaseLine } = await import('../core/sync/outbox/claim-line');
          await context.inWrite((tx) => releaseLine(tx, context.connection, key));
          return 'on';
        },
      })),
    schedule: {
      lags: true,
      steps: [
        edit('create plan'),
        sync({ passages: after(pull, { fault: 'response_lost' }) }),
        wait(3000),
        sync({ passages: lagging(0, 3500) }),
      ],
    },
  },
  {
    name: 'what was on its way when the program was killed is not looked for',
    mutate: () => replace<Claim>('../core/sync/outbox/claim-line', () => ({ recoverSending: () => 0 })),
    schedule: { steps: [edit('edit plan', 2), sync({ kill: { at: 'request', number: pull + 1, after: false } })] },
  },
  {
    name: 'an update is sent without a look at what others did',
    mutate: () =>
      replace<Probe>('../core/sync/push/decide-probe', ({ decideProbe }) => ({
        decideProbe(probe) {
          const decision = decideProbe(probe);
          return decision.do === 'pull_first' && probe.operation.op_id === '' ? { do: 'send_again' } : decision;
        },
      })),
    // The prices are listed one by one after the plans: whoever edits a plan then is no race that cannot be won.
    schedule: {
      outside: true,
      page_size: 1,
      steps: [
        ...[11, 13, 15, 17, 19, 21].map((value) => edit('create price', value)),
        sync(),
        edit('edit plan', 2),
        sync({ meanwhile: [{ before: 9, edit: { what: 'rename plan', row: 0, other: 0, value: 7 } }] }),
      ],
    },
  },
  {
    name: 'new terms are sent whatever others made of the price before them',
    mutate: unconditionally,
    schedule: {
      server: 'ours',
      outside: true,
      steps: [edit('new terms', 3), edit('edit details', 1, 3), sync({ meanwhile: [describedThere(1)] })],
    },
  },
  {
    name: 'the mark of an operation is not matched in a pull',
    mutate: () => replace<FindOwn>('../core/sync/pull/find-own', () => ({ settleOwn: () => undefined })),
    schedule: { steps: [edit('create plan'), sync({ passages: after(pull, { fault: 'response_lost' }) })] },
  },
  {
    name: 'a row that is not found once counts as not there',
    mutate: () =>
      replace<Probe>('../core/sync/push/decide-probe', ({ decideProbe }) => ({
        decideProbe: (probe) => decideProbe({ ...probe, is_second_look: true }),
      })),
    schedule: {
      lags: true,
      steps: [
        edit('create plan'),
        sync({ passages: after(pull, { fault: 'response_lost' }) }),
        wait(3000),
        sync({ passages: lagging(0, 3500) }),
      ],
    },
  },
  {
    name: 'a read older than what is known is taken over',
    mutate: () =>
      replace<ApplyKnown>('../core/sync/pull/apply-known', ({ applyKnown }) => ({
        applyKnown: (page, link, row, theirs) => applyKnown(page, { ...link, remote_updated_at: null }, row, theirs),
      })),
    schedule: {
      lags: true,
      steps: [
        edit('edit plan', 2),
        wait(3000),
        sync({ passages: lagging(pull + 2, 1500) }),
        edit('edit plan', 4),
        wait(3000),
        sync(),
      ],
    },
  },
  {
    name: 'of edits of one row the first is forgotten',
    mutate: () =>
      replace<PendingKind>('@shared/rules/sync/pending-kind', ({ pendingOf }) => ({
        pendingOf(row) {
          const pending = pendingOf(row);
          if (pending?.kind !== 'update' || !pending.fields.description) return pending;
          const { description: _forgotten, ...fields } = pending.fields;
          return Object.keys(fields).length === 0 ? null : { ...pending, fields };
        },
      })),
    schedule: { steps: [edit('edit plan', 1), edit('edit plan', 2), sync()] },
  },
  {
    name: 'what a decided conflict kept back is kept back for good',
    mutate: () =>
      replace<CloseConflict>('../core/sync/conflicts/close-conflict', () => ({
        closeConflict: async ({ sqlite }, { number }, { id }) =>
          sqlite.prepare('delete from conflicts where connection = ? and local_id = ?').run(number, id).changes,
      })),
    schedule: { outside: true, steps: [edit('edit plan', 2), outside('rename plan')] },
  },
  {
    name: 'a write is repeated without its idempotency key',
    mutate: () =>
      replace<RemoteApi>('../core/sync/remote/remote-api', ({ remoteApi }) => ({
        remoteApi(options) {
          const api = remoteApi(options);
          return { ...api, send: ({ idempotency_key: _key, ...request }) => api.send(request) };
        },
      })),
    schedule: {
      server: 'ours',
      steps: [edit('create plan'), sync({ passages: after(1, { fault: 'response_lost' }) })],
    },
  },
];

/** Others than those that play without what happens to servers and people besides. */
const upheavals: Mutation[] = [
  {
    name: 'what a put-back server has lost is removed without a question',
    mutate: () => replace<PutBack>('../core/sync/pull/put-back', () => ({ wasPutBack: () => false })),
    // One of several: a large part would be asked about anyway.
    schedule: {
      server: 'ours',
      restores: true,
      steps: [
        ...[11, 13, 15, 17, 19, 21].map((value) => edit('create plan', value)),
        sync(),
        { do: 'server', environment: 0, what: 'back up' },
        edit('create plan', 23),
        sync(),
        { do: 'server', environment: 0, what: 'put back' },
        sync(),
      ],
    },
  },
  {
    name: 'rows that went back on a server are left as they are here',
    mutate: () => replace<PutBack>('../core/sync/pull/put-back', () => ({ takePutBack: async () => false })),
    schedule: {
      restores: true,
      steps: [edit('edit plan', 2), sync(), { do: 'server', environment: 0, what: 'put back' }],
    },
  },
  {
    name: 'work goes on with the server while it is offline',
    mutate: () =>
      replace<ActiveConnection>('../core/sync/connections/active-connection', ({ activeConnection }) => ({
        activeConnection: (...asked) => {
          const connection = activeConnection(...asked);
          return connection && { ...connection, is_offline: 0 };
        },
      })),
    schedule: { steps: [{ do: 'offline', client: 0, environment: 0, is_offline: true }, edit('create plan'), sync()] },
  },
  {
    name: 'a log that was put in the place of another is known by the number of its last change alone',
    mutate: () =>
      replace<PullByFeed>('../core/sync/pull/pull-by-feed', ({ feedPoint }) => ({
        feedPoint: async (pulling) => ({ ...(await feedPoint(pulling)), mark: null }),
      })),
    // Versions come again on a server that was put back: one that is not noticed lets an edit overwrite another's.
    schedule: {
      server: 'ours',
      outside: true,
      restores: true,
      steps: [
        ...[edit('create group', 3), sync(), putBack, outside('rename plan', 5), sync()],
        { do: 'decide', client: 0, environment: 0, decision: { which: 0, choice: 1 } },
        ...[putBack, outside('rename plan', 7), edit('edit plan', 4), sync()],
      ],
    },
  },
  {
    name: 'new terms are sent again whatever the price before them has become since a person was asked about it',
    mutate: unconditionally,
    schedule: {
      server: 'ours',
      outside: true,
      restores: true,
      steps: [
        ...[edit('edit details', 1), sync(), edit('new terms', 3), sync(), putBack, sync()],
        {
          ...{ do: 'answer', client: 0, environment: 0, answer: 'send again' },
          weather: { ...fairWeather, meanwhile: [describedThere(8)] },
        },
      ],
    },
  },
  {
    name: 'what is to be sent again is known as it was',
    mutate: () => replace<ForgetThere>('../core/sync/remote/forget-there', () => ({ forgetThere: () => [] })),
    schedule: {
      server: 'ours',
      restores: true,
      steps: [edit('create plan'), sync(), putBack],
      decisions: [{ which: 0, choice: 2 }],
    },
  },
  {
    name: 'a write of unknown fate is repeated under another key of the server, which does not know it by that',
    mutate: () =>
      replace<ForgetAnswers>('../core/sync/outbox/forget-answers', () => ({ forgetAnswers: () => undefined })),
    schedule: {
      server: 'ours',
      steps: [
        ...[edit('create plan'), sync({ passages: after(1, { fault: 'response_lost' }) })],
        ...(['change', 'enter'] as const).map((what): Step => ({ do: 'key', client: 0, environment: 0, what })),
      ],
    },
  },
  {
    name: 'what was edited here and is otherwise in a file that is handed over is overwritten',
    mutate: () =>
      replace<PreviewChangeSet>('../core/sync/change-set/preview-change-set', ({ previewChange }) => ({
        async previewChange(...asked) {
          const row = await previewChange(...asked);
          return row.outcome === 'differs' ? { ...row, outcome: 'applies' } : row;
        },
      })),
    schedule: {
      people: 2,
      steps: [edit('edit plan', 1), { ...edit('edit plan', 3), client: 1 } as Step, carry],
    },
  },
];

test.each([...mutations, ...upheavals])('noticed: $name', { timeout: 60_000 }, async ({ mutate, schedule }) => {
  const asked = { ...world, ...schedule };
  const { play } = await import('./simulate');
  expect(await play(asked)).toEqual([]);
  vi.resetModules();
  mutate();
  const mutated = await import('./simulate');
  const found = await mutated.play(asked);
  expect(found).not.toEqual([]);
});
