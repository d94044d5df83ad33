/**
 * Reads one property out of the canonical JSON text of an event (see canonical-json.ts). Roll-ups and raw reads touch
 * millions of events, so a flat object is searched as text; only nested ones and odd names are parsed token by token.
 */
export type PropertyReader = (properties: string) => string | undefined;

const simpleName = /^[\w .-]+$/;

/** A reader of the JSON token of one property: `12.5`, `"text"`, `true`, `{…}`; undefined when it is missing or null. */
export function propertyReader(name: string): PropertyReader {
  const key = `${JSON.stringify(name)}:`;
  const simple = simpleName.test(name);
  return (properties) => {
    const isFlat = properties.indexOf('{', 1) === -1 && properties.indexOf('[', 1) === -1;
    const token = simple && isFlat ? flatToken(properties, key) : topLevelTokens(properties).get(name);
    return token === 'null' ? undefined : token;
  };
}

/** Readers for rules that are asked about one event after the other: what several of them read is looked up once. */
export function sharedReaders(): (name: string) => PropertyReader {
  const readers = new Map<string, PropertyReader>();
  return (name) => {
    let shared = readers.get(name);
    if (!shared) {
      shared = rememberingReader(propertyReader(name));
      readers.set(name, shared);
    }
    return shared;
  };
}

function rememberingReader(read: PropertyReader): PropertyReader {
  let last: string | null = null;
  let token: string | undefined;
  return (properties) => {
    if (properties !== last) {
      token = read(properties);
      last = properties;
    }
    return token;
  };
}

/**
 * A key of word characters cannot occur in a string value: its quotes would be escaped there. Behind an escaped quote it
 * is the end of a longer key.
 */
function flatToken(properties: string, key: string): string | undefined {
  let at = properties.indexOf(key);
  while (at !== -1 && properties.charCodeAt(at - 1) === 92) at = properties.indexOf(key, at + 1);
  if (at === -1) return undefined;
  const start = at + key.length;
  // The common case, a text without escapes, is found without looking at every character.
  if (properties.charCodeAt(start) !== 34) return properties.slice(start, tokenEnd(properties, start));
  const close = properties.indexOf('"', start + 1);
  const isPlain = close !== -1 && properties.lastIndexOf('\\', close) < start;
  return properties.slice(start, isPlain ? close + 1 : tokenEnd(properties, start));
}

/** Where the JSON token that starts here ends (canonical text: no blanks between tokens). */
function tokenEnd(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    // The commonest by far: a digit or the point of a number.
    if (char < 58 && char >= 46) continue;
    if (char === 34) {
      at = stringEnd(json, at);
      if (depth === 0) return at + 1;
    } else if (char === 123 || char === 91) depth += 1;
    else if (char === 125 || char === 93) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (char === 44 && depth === 0) return at;
  }
  return json.length;
}

/** The index of the quote that closes the string opened here. */
function stringEnd(json: string, open: number): number {
  for (let at = open + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at;
  }
  return json.length;
}

/** Every property of the object with its JSON token. */
export function topLevelTokens(properties: string): Map<string, string> {
  const tokens = new Map<string, string>();
  let at = 1;
  while (at < properties.length - 1) {
    const keyEnd = stringEnd(properties, at) + 1;
    const name = JSON.parse(properties.slice(at, keyEnd)) as string;
    const end = tokenEnd(properties, keyEnd + 1);
    tokens.set(name, properties.slice(keyEnd + 1, end));
    at = end + 1;
  }
  return tokens;
}

/** The text form of a JSON token: strings without quotes, everything else as it is written. */
export function tokenText(token: string): string {
  if (token.charCodeAt(0) !== 34) return token;
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}

/** The text of a token that may be a number: a JSON number or a string; null for booleans, objects and lists. */
export function numberText(token: string): string | null {
  const first = token.charCodeAt(0);
  if (first === 34) return tokenText(token);
  return first === 45 || (first >= 48 && first <= 57) ? token : null;
}
