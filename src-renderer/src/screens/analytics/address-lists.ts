const isText = (value: unknown) => typeof value === 'string';
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

/**
 * A view as an address holds it, without the lists that are none: of an edited address only the lists of texts are
 * kept, also those that belong to a property.
 */
export function withRealLists<T extends { properties: Record<string, string[]> }>(view: T): T {
  const lists = Object.entries(view).filter(([, value]) => Array.isArray(value) && !isTexts(value));
  return {
    ...view,
    ...Object.fromEntries(lists.map(([name]) => [name, []])),
    properties: Object.fromEntries(Object.entries(view.properties).filter(([, texts]) => isTexts(texts))),
  };
}
