/** `npm run serve`: sets up what is missing, then serves the v1 HTTP API, or manages the keys for it. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { help, readCommand } from '../src-main/serve/command-line.mjs';
import { launch, prepare } from './setup/prepare.mjs';
import { root, runHere, SetupError } from './setup/processes.mjs';

await launch(async () => {
  const args = process.argv.slice(2);
  if (readOrRefuse(args).kind === 'help') {
    console.log(help);
    return 0;
  }
  const node = await prepare({ build: true });
  const { code, interrupted } = await runHere(node, [join(root, 'out', 'main', 'serve.js'), ...fromHere(args)]);
  return interrupted ? 0 : (code ?? 1);
});

/** @param {string[]} args */
function readOrRefuse(args) {
  try {
    return readCommand(args);
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${help}`);
  }
}

/**
 * npm moves to the package's folder; the person meant the folder they are in.
 * @param {string[]} args
 */
function fromHere(args) {
  const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false });
  if (typeof values.profile !== 'string') return args;
  const at = args.findIndex((argument) => argument === '--profile' || argument.startsWith('--profile='));
  const rest = args.toSpliced(at, args[at] === '--profile' ? 2 : 1);
  return [...rest, '--profile', resolve(process.env.INIT_CWD ?? '.', values.profile)];
}
