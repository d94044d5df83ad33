const words: Record<string, string> = {
  group: 'Group',
  feature: 'Feature',
  plan: 'Plan',
  price: 'Price',
  meter: 'Meter',
};

/** A kind of row as people call it. */
export const entityWord = (entity: string): string => words[entity] ?? entity;
