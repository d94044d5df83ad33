const terms = ['billing_model', 'amount', 'tier_mode', 'tiers', 'transform_quantity'] as const;

/** The terms among the fields of a price as a request takes them: those that its model reads, as far as they are given. */
export function termsInput(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.fromEntries(
    terms
      .filter((field) => fields[field] !== undefined && fields[field] !== null)
      .map((field) => [field, fields[field]]),
  );
  if (given.billing_model === 'TIERED') delete given.amount;
  if (given.billing_model !== undefined && given.billing_model !== 'PACKAGE') delete given.transform_quantity;
  if (given.billing_model !== undefined && given.billing_model !== 'TIERED') {
    delete given.tier_mode;
    delete given.tiers;
  }
  return given;
}
