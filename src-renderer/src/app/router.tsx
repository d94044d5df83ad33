import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { NotFound } from './not-found';
import { RouteError } from './route-error';
import { Shell } from './shell';
import { StartRoute } from './start-route';

/** A screen's code, or a sentence why not. The router itself would reload the page, and the work in it would be gone. */
const loaded = <T,>(screen: Promise<T>) =>
  screen.catch((cause: unknown) => {
    throw new Error('This screen could not be loaded. If Pricebook was closed, start it again.', { cause });
  });

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError });
const parent = () => root;

const routes = [
  createRoute({ getParentRoute: parent, path: '/', component: StartRoute }),
  createRoute({
    getParentRoute: parent,
    path: '/groups',
    component: lazyRouteComponent(() => loaded(import('../screens/groups/groups-screen')), 'GroupsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/groups/$groupId',
    component: lazyRouteComponent(() => loaded(import('../screens/groups/group-screen')), 'GroupScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans',
    component: lazyRouteComponent(() => loaded(import('../screens/plans/plans-screen')), 'PlansScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId',
    component: lazyRouteComponent(() => loaded(import('../screens/plans/plan-screen')), 'PlanScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId/charges/new',
    component: lazyRouteComponent(() => loaded(import('../screens/charges/add-charges-screen')), 'AddChargesScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features',
    component: lazyRouteComponent(() => loaded(import('../screens/features/features-screen')), 'FeaturesScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features/new',
    component: lazyRouteComponent(
      () => loaded(import('../screens/features/create-feature-screen')),
      'CreateFeatureScreen',
    ),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/analytics',
    component: lazyRouteComponent(() => loaded(import('../screens/analytics/analytics-screen')), 'AnalyticsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/what-if',
    component: lazyRouteComponent(() => loaded(import('../screens/what-if/what-if-screen')), 'WhatIfScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers',
    component: lazyRouteComponent(() => loaded(import('../screens/customers/customers-screen')), 'CustomersScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers/$customerId',
    component: lazyRouteComponent(
      () => loaded(import('../screens/customers/customer-usage-screen')),
      'CustomerUsageScreen',
    ),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/reports',
    component: lazyRouteComponent(() => loaded(import('../screens/reports/reports-screen')), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    component: lazyRouteComponent(() => loaded(import('../screens/imports/imports-screen')), 'ImportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings',
    component: lazyRouteComponent(() => loaded(import('../screens/settings/appearance-screen')), 'AppearanceScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/reports',
    component: lazyRouteComponent(() => loaded(import('../screens/settings/reports-screen')), 'ReportsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/data',
    component: lazyRouteComponent(() => loaded(import('../screens/settings/data-screen')), 'DataScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pending',
    component: lazyRouteComponent(() => loaded(import('../screens/pending/pending-screen')), 'PendingScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/conflicts',
    component: lazyRouteComponent(() => loaded(import('../screens/conflicts/conflicts-screen')), 'ConflictsScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/sync',
    component: lazyRouteComponent(() => loaded(import('../screens/settings/sync/sync-screen')), 'SyncScreen'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/api',
    component: lazyRouteComponent(() => loaded(import('../screens/settings/api-screen')), 'ApiScreen'),
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
