import type { z } from 'zod';
import { commitmentInfo } from '../../entities/analytics';
import { change } from '../../entities/change';
import { reportingUnit } from '../../entities/feature';
import { aggregation, meterFilter } from '../../entities/meter';
import { tier, tierInput, transformQuantity, transformQuantityInput } from '../../entities/price';
import { filterCondition, sortCondition } from '../../list';
import { wireError } from '../error-body';
import { wireAnalytics } from '../wire/analytics';
import { wireCapabilities, wireExtension } from '../wire/capabilities';
import { wireCustomer } from '../wire/customer';
import { wireEvent, wireEventLookup, wireEventPage } from '../wire/event';
import { wireFeature } from '../wire/feature';
import { wireGroup } from '../wire/group';
import { wireMessage, wirePagination } from '../wire/list';
import { wireMeter } from '../wire/meter';
import { wireOwnPlan } from '../wire/own-plan';
import { wirePlan } from '../wire/plan';
import { wirePrice } from '../wire/price';
import { wireCancellation, wireLineItem, wireSubscription } from '../wire/subscription';
import { wireUsage } from '../wire/usage';

const analyticsItem = wireAnalytics.shape.items.element;

type Named = readonly (readonly [name: string, schema: z.ZodType])[];

/** What answers are made of; whatever refers to one of these schemas refers to it by name in the document. */
export const answerSchemas: Named = [
  ['Group', wireGroup],
  ['Price', wirePrice],
  ['Tier', tier],
  ['TransformQuantity', transformQuantity],
  ['Plan', wirePlan],
  ['OwnPlan', wireOwnPlan],
  ['Meter', wireMeter],
  ['Aggregation', aggregation],
  ['MeterFilter', meterFilter],
  ['Feature', wireFeature],
  ['ReportingUnit', reportingUnit],
  ['Customer', wireCustomer],
  ['Subscription', wireSubscription],
  ['SubscriptionLineItem', wireLineItem],
  ['CommitmentInfo', commitmentInfo],
  ['Cancellation', wireCancellation],
  ['Analytics', wireAnalytics],
  ['AnalyticsItem', analyticsItem],
  ['AnalyticsPoint', analyticsItem.shape.points.unwrap().element],
  ['AnalyticsMeter', analyticsItem.shape.meter.unwrap()],
  ['Usage', wireUsage],
  ['Event', wireEvent],
  ['EventPage', wireEventPage],
  ['EventLookup', wireEventLookup],
  ['Change', change],
  ['Capabilities', wireCapabilities],
  ['Limits', wireCapabilities.shape.limits],
  ['Extension', wireExtension],
  ['Pagination', wirePagination],
  ['Message', wireMessage],
  ['Error', wireError],
];

/** What requests are made of, beside the requests themselves. */
export const requestSchemas: Named = [
  ['FilterCondition', filterCondition],
  ['SortCondition', sortCondition],
  ['TierInput', tierInput],
  ['TransformQuantityInput', transformQuantityInput],
];
