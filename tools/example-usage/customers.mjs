const first = [
  'acorn',
  'birch',
  'cobalt',
  'delta',
  'ember',
  'fjord',
  'granite',
  'harbor',
  'iris',
  'juniper',
  'kestrel',
  'lumen',
  'maple',
  'nimbus',
  'orchid',
  'pine',
  'quartz',
  'river',
  'sable',
  'tundra',
];
const second = ['labs', 'works', 'systems', 'media', 'health', 'robotics', 'foods', 'energy', 'mobility', 'bank'];
const regions = ['us-east', 'us-east', 'us-west', 'eu-central', 'eu-central', 'ap-south'];

/**
 * Customers of very different size, the later ones joining while the months go by.
 * @param {number} count
 * @param {ReturnType<typeof import('./random.mjs').randomSource>} random
 */
export function customersOf(count, random) {
  const list = Array.from({ length: count }, (_, index) => {
    const name = `${first[index % first.length]}-${second[Math.floor(index / first.length) % second.length]}`;
    const round = Math.floor(index / (first.length * second.length));
    return { id: round === 0 ? name : `${name}-${round + 1}`, region: random.of(regions) };
  });
  // The n-th customer has about 1/n of the first one's usage.
  /** @type {number[]} */
  const cumulative = [];
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    sum += 1 / (index + 1.5) ** 0.9;
    cumulative.push(sum);
  }
  return {
    ids: list.map(({ id }) => id),
    /**
     * Some customer that has joined by then; progress runs from 0 to 1. Two thirds are there from the start.
     * @param {number} progress
     */
    pick(progress) {
      const joined = Math.max(1, Math.ceil(count * Math.min(1, 0.67 + 0.4 * progress)));
      const target = random.next() * /** @type {number} */ (cumulative[joined - 1]);
      let low = 0;
      let high = joined - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (/** @type {number} */ (cumulative[middle]) > target) high = middle;
        else low = middle + 1;
      }
      return /** @type {{ id: string, region: string }} */ (list[low]);
    },
  };
}
