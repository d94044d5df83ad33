import type { z } from 'zod';
import { change } from '../../entities/change';
import { event } from '../../entities/event';
import { reportingUnit } from '../../entities/feature';
import { aggregation, meterFilter } from '../../entities/meter';
import { tier, tierInput, transformQuantity, transformQuantityInput } from '../../entities/price';
import { lineItem } from '../../entities/subscription';
import { filterCondition, sortCondition } from '../../list';
import { wireError } from '../error-body';
import { wireCustomer } from '../wire/customer';
import { wireFeature } from '../wire/feature';
import { wireGroup } from '../wire/group';
import { wireMessage, wirePagination } from '../wire/list';
import { wireMeter } from '../wire/meter';
import { wireOwnPlan } from '../wire/own-plan';
import { wirePrice } from '../wire/price';

type Named = readonly (readonly [name: string, schema: z.ZodType])[];

/** What answers are made of; whatever refers to one of these schemas refers to it by name in the document. */
export const answerSchemas: Named = [
  ['Group', wireGroup],
  ['Price', wirePrice],
  ['Tier', tier],
  ['TransformQuantity', transformQuantity],
  ['OwnPlan', wireOwnPlan],
  ['Meter', wireMeter],
  ['Aggregation', aggregation],
  ['MeterFilter', meterFilter],
  ['Feature', wireFeature],
  ['ReportingUnit', reportingUnit],
  ['Customer', wireCustomer],
  ['SubscriptionLineItem', lineItem],
  ['Event', event],
  ['Change', change],
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
