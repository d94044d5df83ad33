/** When a subscription ends, by its end date or by being cancelled; null while it runs on. `s` is the subscription. */
export const endOfSubscription = `nullif(min(coalesce(s.end_date, '~'),
  iif(s.subscription_status = 'cancelled', coalesce(s.cancelled_at, '~'), '~')), '~')`;

/** What a subscription is charged in: its currency and period as one text. `s` is the subscription. */
export const termOfSubscription = `lower(s.currency) || ' ' || s.billing_period`;
