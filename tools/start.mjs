/** `npm start`: sets up what is missing, then opens Pricebook in Electron or, where that cannot be had, in the browser shell. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadElectron, installedElectron } from './setup/electron.mjs';
import { launch, prepare } from './setup/prepare.mjs';
import { root, runHere, SetupError } from './setup/processes.mjs';

const help = `Usage: npm start [-- OPTIONS]

  --profile DIR  keep the data in DIR instead of this user's application data
  --sample       fill an empty Sandbox with the sample catalog and 90 days of usage
  --browser      use a window of an installed browser instead of Electron
  --no-window    like --browser, but only print the link
  --help         show this`;

const options = /** @type {const} */ ({
  profile: { type: 'string' },
  sample: { type: 'boolean' },
  browser: { type: 'boolean' },
  'no-window': { type: 'boolean' },
  help: { type: 'boolean' },
});

await launch(async () => {
  const chosen = readOptions();
  if (chosen.help) {
    console.log(help);
    return 0;
  }
  const node = await prepare({ build: true });
  const args = [
    // npm moves to the package's folder; the person meant the folder they are in.
    ...(chosen.profile ? ['--profile', resolve(process.env.INIT_CWD ?? '.', chosen.profile)] : []),
    ...(chosen.sample ? ['--sample'] : []),
  ];
  if (!chosen.browser && !chosen['no-window']) {
    const code = await runElectron(node, args);
    if (code !== null) return code;
  }
  return runBrowserShell(node, [...args, ...(chosen['no-window'] ? ['--no-window'] : [])]);
});

function readOptions() {
  try {
    return parseArgs({ options, allowPositionals: false }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${help}`);
  }
}

/**
 * Opens the Electron window and waits for its end.
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number | null>} the exit code; null, after a sentence saying why, when Electron cannot be used
 */
async function runElectron(node, args) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return fallBack('there is no display for its window');
  }
  let executable = installedElectron(root);
  if (!executable) {
    const download = await downloadElectron(root, node);
    if ('reason' in download) return fallBack(download.reason);
    executable = download.executable;
  }
  // Chromium's sandbox refuses to run as root.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const { code, interrupted } = await runHere(executable, [...(isRoot ? ['--no-sandbox'] : []), root, ...args]);
  if (interrupted || code === 0) return 0;
  // Ending with 1 is our own refusal, told already (the data folder is in use, the store is damaged).
  if (code === 1) return 1;
  return fallBack(`it could not run on this system (${code === null ? 'it was stopped' : `exit code ${code}`})`);
}

/** @param {string} reason */
function fallBack(reason) {
  console.log(`Electron is not used because ${reason}; starting the same app in the browser shell.`);
  return null;
}

/**
 * @param {string} node
 * @param {string[]} args
 */
async function runBrowserShell(node, args) {
  const { code, interrupted } = await runHere(node, [join(root, 'out', 'main', 'browser-shell.js'), ...args]);
  return interrupted ? 0 : (code ?? 1);
}
