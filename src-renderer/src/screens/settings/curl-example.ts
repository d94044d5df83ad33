/**
 * A request that works when pasted: it lists groups, so it changes nothing. Double quotes, since the shells of every
 * system take them.
 */
export const curlExample = (url: string, key: string): string =>
  [
    `curl -X POST "${url}/groups/search"`,
    `-H "x-api-key: ${key}"`,
    '-H "content-type: application/json"',
    '-d "{}"',
  ].join(' ');
