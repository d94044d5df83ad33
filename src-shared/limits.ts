/** How much one request may ask for or bring; clients read them from `GET /v1/capabilities`. */
export const limits = {
  /** 32 MiB (wire contract 6.1). */
  body_bytes: 32 * 1024 * 1024,
  default_page_size: 50,
  page_size: 1000,
  prices_per_bulk: 100,
  events_per_bulk: 1000,
  events_per_page: 10_000,
  changes_per_page: 1000,
  /** How long a write can be repeated safely: longer than any laptop stays offline between two attempts. */
  idempotency_days: 30,
} as const;

/** The largest body of a request, in words. */
export const largestBody = `${limits.body_bytes / 2 ** 20} MiB`;
