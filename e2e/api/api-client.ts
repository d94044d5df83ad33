/** An answer of the API, as far as the specs look into it. */
export interface ApiAnswer {
  status: number;
  etag: string;
  body: Record<string, unknown> & { items?: Record<string, unknown>[] };
}

export type ApiClient = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

/** Sends requests to a running server with this key. */
export const apiClient =
  (url: string, key: string): ApiClient =>
  async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'x-api-key': key, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body: text ? JSON.parse(text) : {} };
  };

/** The body that creates a price group of this name. */
export const groupOf = (name: string) => ({
  name,
  entity_type: 'price',
  lookup_key: name.toLowerCase().replaceAll(' ', '-'),
});

/** The names of all groups, with repetitions. */
export async function groupNames(send: ApiClient): Promise<string[]> {
  const names: string[] = [];
  for (let offset = 0; ; offset += 1000) {
    const { body } = await send('POST', '/groups/search', { limit: 1000, offset });
    const page = body.items ?? [];
    names.push(...page.map(({ name }) => String(name)));
    if (page.length < 1000) return names;
  }
}
