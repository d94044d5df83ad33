import type { z } from 'zod';
import { change } from '../../entities/change';
import { customer } from '../../entities/customer';
import { event } from '../../entities/event';
import { feature, reportingUnit } from '../../entities/feature';
import { aggregation, meter, meterFilter } from '../../entities/meter';
import { plan } from '../../entities/plan';
import { price, tier, tierInput, transformQuantity, transformQuantityInput } from '../../entities/price';
import { lineItem, subscription } from '../../entities/subscription';
import { filterCondition, sortCondition } from '../../list';
import { wireError } from '../error-body';
import { wireGroup } from '../wire/group';
import { wireMeter } from '../wire/meter';

type Named = readonly (readonly [name: string, schema: z.ZodType])[];

/** What answers are made of; whatever refers to one of these schemas refers to it by name in the document. */
export const answerSchemas: Named = [
  ['Group', wireGroup],
  ['Price', price],
  ['Tier', tier],
  ['TransformQuantity', transformQuantity],
  ['Plan', plan],
  ['Meter', wireMeter],
  ['MeterInFull', meter],
  ['Aggregation', aggregation],
  ['MeterFilter', meterFilter],
  ['Feature', feature],
  ['ReportingUnit', reportingUnit],
  ['Customer', customer],
  ['Subscription', subscription],
  ['SubscriptionLineItem', lineItem],
  ['Event', event],
  ['Change', change],
  ['Error', wireError],
];

/** What requests are made of, beside the requests themselves. */
export const requestSchemas: Named = [
  ['FilterCondition', filterCondition],
  ['SortCondition', sortCondition],
  ['TierInput', tierInput],
  ['TransformQuantityInput', transformQuantityInput],
];
