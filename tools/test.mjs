/** `npm test`: every check there is, one after another; the last line is the total. `npm test -- unit e2e` runs some. */
import { checks } from './setup/checks.mjs';
import { launch, prepare } from './setup/prepare.mjs';
import { SetupError } from './setup/processes.mjs';

await launch(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new SetupError(
      `There is no check named ${unknown.join(', ')}. The checks are: ${checks.map(({ name }) => name).join(', ')}.`,
    );
  }
  const chosen = wanted.length > 0 ? checks.filter((check) => wanted.includes(check.name)) : checks;

  let passed = 0;
  let failed = 0;
  try {
    const node = await prepare({ build: false });
    for (const check of chosen) await check.begin?.(node);
    for (const check of chosen) {
      process.stdout.write(check.title.padEnd(34));
      const started = performance.now();
      const result = await check.run(node).catch(crashed);
      passed += result.passed;
      failed += result.failed;
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
      const verdict = result.failed > 0 ? `${result.failed} failed` : 'ok';
      console.log(`${seconds} s  ${String(result.passed).padStart(5)} passed  ${verdict}`);
      if (result.failed > 0) console.log(`${indent(result.output)}\n`);
    }
  } catch (error) {
    console.log(crashed(error).output);
    failed += 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

/**
 * A check that could not be run to its end has failed, whatever it may have found before.
 * @param {unknown} error
 */
function crashed(error) {
  const output = error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error);
  return { passed: 0, failed: 1, output };
}

/** @param {string} text */
function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ');
}
