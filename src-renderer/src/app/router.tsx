import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { InSlices } from '../components/in-slices';
import { NotFound } from './not-found';
import { RouteError } from './route-error';
import { Shell } from './shell';
import { StartRoute } from './start-route';

/** A screen's code, or a sentence why not. The router itself would reload the page, and the work in it would be gone. */
const loaded = <T,>(screen: Promise<T>) =>
  screen.catch((cause: unknown) => {
    throw new Error('This screen could not be loaded. If Pricebook was closed, start it again.', { cause });
  });

/**
 * A screen of a module, loaded when it is needed. What is left goes at once; the screen is then drawn in slices that give
 * way to keys and clicks, as rendered in one piece it would hold them up.
 */
function screen<N extends string>(load: () => Promise<Record<N, () => ReactNode>>, name: N) {
  const Screen = lazyRouteComponent(() => loaded<Record<string, (props: object) => ReactNode>>(load()), name);
  const Sliced = () => (
    <InSlices>
      <Screen />
    </InSlices>
  );
  // The router's own way to load it ahead, gone once that has happened.
  Object.defineProperty(Sliced, 'preload', { get: () => Screen.preload });
  return Sliced;
}

/** The way to a screen and the screen are tasks of their own: together they would hold up keys and clicks. */
const inNextTask = () => new Promise<void>((done) => setTimeout(done));

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: RouteError,
  beforeLoad: inNextTask,
});
const parent = () => root;

const routes = [
  createRoute({ getParentRoute: parent, path: '/', component: StartRoute }),
  createRoute({
    getParentRoute: parent,
    path: '/groups',
    component: screen(() => import('../screens/groups/groups-screen'), 'GroupsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/groups/$groupId',
    component: screen(() => import('../screens/groups/group-screen'), 'GroupScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans',
    component: screen(() => import('../screens/plans/plans-screen'), 'PlansScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId',
    component: screen(() => import('../screens/plans/plan-screen'), 'PlanScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId/charges/new',
    component: screen(() => import('../screens/charges/add-charges-screen'), 'AddChargesScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features',
    component: screen(() => import('../screens/features/features-screen'), 'FeaturesScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features/new',
    component: screen(() => import('../screens/features/create-feature-screen'), 'CreateFeatureScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/analytics',
    component: screen(() => import('../screens/analytics/analytics-screen'), 'AnalyticsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/what-if',
    component: screen(() => import('../screens/what-if/what-if-screen'), 'WhatIfScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers',
    component: screen(() => import('../screens/customers/customers-screen'), 'CustomersScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers/$customerId',
    component: screen(() => import('../screens/customers/customer-usage-screen'), 'CustomerUsageScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/reports',
    component: screen(() => import('../screens/reports/reports-screen'), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    component: screen(() => import('../screens/imports/imports-screen'), 'ImportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/history',
    component: screen(() => import('../screens/history/history-screen'), 'HistoryScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings',
    component: screen(() => import('../screens/settings/appearance-screen'), 'AppearanceScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/reports',
    component: screen(() => import('../screens/settings/reports-screen'), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/data',
    component: screen(() => import('../screens/settings/data-screen'), 'DataScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pending',
    component: screen(() => import('../screens/pending/pending-screen'), 'PendingScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/conflicts',
    component: screen(() => import('../screens/conflicts/conflicts-screen'), 'ConflictsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/sync',
    component: screen(() => import('../screens/settings/sync/sync-screen'), 'SyncScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/api',
    component: screen(() => import('../screens/settings/api-screen'), 'ApiScreen'),
  }),
] as const;

/** Addresses live behind the #, so that they mean the same under any page scheme. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  defaultPreload: 'intent',
});

/** Every screen is loaded soon after the first one, so that going there never waits and never fails. */
const stop = router.subscribe('onRendered', () => {
  stop();
  requestIdleCallback(() => {
    for (const route of routes) void router.loadRouteChunk(route);
  });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
