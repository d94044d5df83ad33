import type { UnchargedReason } from '@shared/entities/report';
import { formatMoment } from '../../../format/date';

interface Options {
  /** The feature that is not charged for. */
  feature: string;
  zone: string;
}

/** Why usage is not charged, in a few words for a list: "Price ended before it joined". */
export function reasonWords({ why, plan_name: plan }: UnchargedReason): string {
  switch (why) {
    case 'never_on_plan':
      return 'On no plan';
    case 'before_plan':
      return `Before its first day on ${plan}`;
    case 'after_plan':
      return `After its last day on ${plan}`;
    case 'no_charge':
      return `${plan} has no charge for it`;
    case 'not_yet':
      return `Before the charge of ${plan} began`;
    case 'no_longer':
      return `After the charge of ${plan} ended`;
    case 'other_terms':
      return `${plan} charges for it in another currency or period`;
    case 'not_taken':
      return `The price ${plan} had then ended before it joined`;
  }
}

/** The same as sentences that end with what can be done about it. */
export function reasonSentences({ why, plan_name: plan, at }: UnchargedReason, { feature, zone }: Options): string {
  const moment = at === null ? '' : formatMoment(at, { zone });
  switch (why) {
    case 'never_on_plan':
      return `This customer was never on a plan. Put it on one that charges for ${feature}.`;
    case 'before_plan':
      return `This customer was put on ${plan} from ${moment} on; this was used before. Give it an earlier first day on the plan.`;
    case 'after_plan':
      return `This customer was on ${plan} until ${moment}; this was used after. Give it a later last day on the plan, or put it on another one.`;
    case 'no_charge':
      return `${plan} has no charge for ${feature}. Add a charge to the plan, with a start before this usage.`;
    case 'not_yet':
      return `${plan} charges for ${feature} from ${moment} on; this was used before. Add a charge that starts earlier and ends then.`;
    case 'no_longer':
      return `${plan} charged for ${feature} until ${moment}; this was used after. Add a charge that starts then.`;
    case 'other_terms':
      return `${plan} charges for ${feature} in a currency or billing period that this customer’s subscription does not have. Add a charge that has both.`;
    case 'not_taken':
      return `The price that ${plan} had for ${feature} then ended on ${moment}, and this customer was put on the plan later: whoever joins takes the prices that run on that day, not those that have ended. To charge this usage, make a plan with a charge for ${feature} that starts before it, and put the customer on that plan until ${moment}.`;
  }
}
