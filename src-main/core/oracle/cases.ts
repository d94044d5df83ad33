/** How many random cases are tried, and from which seed: `npm run oracle -- --cases 100000 --seed 7` sets both. */
import fc from 'fast-check';
import { testSeed } from '../test-seed';
import { anyWorld, type World } from './any-world';
import { type BuiltWorld, buildWorld } from './build-world';
import { type PlainFacts, plainFacts } from './plain-facts';

/** Of all files together. */
const allCases = Number(process.env.ORACLE_CASES ?? 2000);
const seed = testSeed(process.env.ORACLE_SEED);
/** Building a world costs more than asking it, so that each is asked this often. A case is one world and one question. */
const questionsPerWorld = 8;

/** Time for that many cases on a busy machine: half a second each, and never less than five minutes. */
export const timeout = Math.max(300_000, allCases * 500);

/**
 * Asks random worlds random questions, no two of which are the same, until this share of all cases is tried. `check`
 * throws when an answer is wrong; the failure then names the seed, and the world and questions once they are small.
 */
export async function tryCases<Question>(
  share: number,
  anyQuestion: fc.Arbitrary<Question>,
  check: (question: Question, built: BuiltWorld, facts: PlainFacts) => Promise<void>,
  anyOfThese: fc.Arbitrary<World> = anyWorld,
): Promise<void> {
  const questions = fc.uniqueArray(anyQuestion, {
    minLength: questionsPerWorld,
    maxLength: questionsPerWorld,
    comparator: (a, b) => fc.stringify(a) === fc.stringify(b),
  });
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(anyOfThese, questions, async (world, asked) => {
      const built = await buildWorld(world);
      try {
        const facts = await plainFacts(built);
        for (const question of asked) {
          await check(question, built, facts);
          tried += 1;
        }
      } finally {
        await built.core.close();
      }
    }),
    { seed, numRuns: Math.ceil((allCases * share) / questionsPerWorld) },
  );
  console.log(`${tried} cases agree, seed ${seed}`);
}
