import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { InSlices } from '../components/in-slices';
import { AnalyticsScreen } from '../screens/analytics/analytics-screen';
import { AddChargesScreen } from '../screens/charges/add-charges-screen';
import { ConflictsScreen } from '../screens/conflicts/conflicts-screen';
import { CustomerUsageScreen } from '../screens/customers/customer-usage-screen';
import { CustomersScreen } from '../screens/customers/customers-screen';
import { CreateFeatureScreen } from '../screens/features/create-feature-screen';
import { FeaturesScreen } from '../screens/features/features-screen';
import { GroupScreen } from '../screens/groups/group-screen';
import { GroupsScreen } from '../screens/groups/groups-screen';
import { HistoryScreen } from '../screens/history/history-screen';
import { ImportsScreen } from '../screens/imports/imports-screen';
import { PendingScreen } from '../screens/pending/pending-screen';
import { PlanScreen } from '../screens/plans/plan-screen';
import { PlansScreen } from '../screens/plans/plans-screen';
import { ReportsScreen } from '../screens/reports/reports-screen';
import { ApiScreen } from '../screens/settings/api-screen';
import { AppearanceScreen } from '../screens/settings/appearance-screen';
import { DataScreen } from '../screens/settings/data-screen';
import { ReportsScreen as SettingsReportsScreen } from '../screens/settings/reports-screen';
import { SyncScreen } from '../screens/settings/sync/sync-screen';
import { WhatIfScreen } from '../screens/what-if/what-if-screen';
import { NotFound } from './not-found';
import { RouteError } from './route-error';
import { Shell } from './shell';
import { StartRoute } from './start-route';

/** What is left goes at once; a screen is drawn in slices that give way to keys and clicks, which it would hold up whole. */
function inSlices(Screen: () => ReactNode) {
  return () => (
    <InSlices>
      <Screen />
    </InSlices>
  );
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
    component: inSlices(GroupsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/groups/$groupId',
    component: inSlices(GroupScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans',
    component: inSlices(PlansScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId',
    component: inSlices(PlanScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$planId/charges/new',
    component: inSlices(AddChargesScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features',
    component: inSlices(FeaturesScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/features/new',
    component: inSlices(CreateFeatureScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/analytics',
    component: inSlices(AnalyticsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/what-if',
    component: inSlices(WhatIfScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers',
    component: inSlices(CustomersScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers/$customerId',
    component: inSlices(CustomerUsageScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/reports',
    component: inSlices(ReportsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    component: inSlices(ImportsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/history',
    component: inSlices(HistoryScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings',
    component: inSlices(AppearanceScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/reports',
    component: inSlices(SettingsReportsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/data',
    component: inSlices(DataScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pending',
    component: inSlices(PendingScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/conflicts',
    component: inSlices(ConflictsScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/sync',
    component: inSlices(SyncScreen),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings/api',
    component: inSlices(ApiScreen),
  }),
] as const;

/** Addresses live behind the #, so that they mean the same under any page scheme. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
