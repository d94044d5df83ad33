/** How much one request may ask for or bring. */
export const limits = {
  /** 32 MiB (wire contract 6.1). */
  body_bytes: 32 * 1024 * 1024,
  default_page_size: 50,
  page_size: 1000,
  prices_per_bulk: 100,
  events_per_bulk: 1000,
  changes_per_page: 1000,
  idempotency_days: 30,
} as const;
