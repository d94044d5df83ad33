/** What a route of the fake server answers, before anything goes wrong on the way. */
export interface FakeAnswer {
  status: number;
  body: unknown;
}

export const answered = (status: number, body: unknown): FakeAnswer => ({ status, body });

/** The error body of the public API (wire contract 1.6). */
export const refused = (status: number, code: string, message: string, details?: unknown): FakeAnswer => ({
  status,
  body: { code, message, http_status_code: status, ...(details !== undefined && { details }) },
});

/** Empty members are left out, as the public API does (wire contract 9.5). */
export function withoutEmpty(row: Record<string, unknown>, kept: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => kept.includes(key) || (value !== null && value !== undefined)),
  );
}
