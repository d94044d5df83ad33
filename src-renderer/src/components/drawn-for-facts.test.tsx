import { expect, test } from 'vitest';
import { drawnForFacts } from './drawn-for-facts';

interface Props {
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

test('a part stays as it is while it is told the same, whatever it calls', () => {
  const { compare } = drawnForFacts(({ chosen }: Props) => chosen.join()) as unknown as {
    compare(before: Props, after: Props): boolean;
  };
  expect(compare({ chosen: ['a'], onChange: () => {} }, { chosen: ['a'], onChange: () => {} })).toBe(true);
  expect(compare({ chosen: ['a'], onChange: () => {} }, { chosen: ['a', 'b'], onChange: () => {} })).toBe(false);
});
