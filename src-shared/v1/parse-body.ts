import { parseExactJson } from '../rules/canonical-json';

/** Far deeper than any request of the API, and far from what the decoders of other threads can bear. */
const depthLimit = 200;

/**
 * The JSON object of a text without its null members; null when it is none, or nested beyond reason. With `exactNumbers`
 * a number keeps digits that a float cannot hold, see parseExactJson.
 */
export function parseBody(text: string, exactNumbers = false): Record<string, unknown> | null {
  if (isTooDeep(text)) return null;
  let body: unknown;
  try {
    body = exactNumbers ? parseExactJson(text) : JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** Counts brackets outside of texts, without parsing: a parsed value that deep could not be handed on any more. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (inText) {
      if (char === 92) at += 1;
      else if (char === 34) inText = false;
    } else if (char === 34) inText = true;
    else if (char === 91 || char === 123) {
      depth += 1;
      if (depth > depthLimit) return true;
    } else if (char === 93 || char === 125) depth -= 1;
  }
  return false;
}
