/** First code of the stand-in: makes `import 'electron'` mean our module, then runs the app's main process as Electron would. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const electronModule = pathToFileURL(join(here, 'electron.ts')).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main') {
      return { url: electronModule, format: 'module-typescript', shortCircuit: true };
    }
    // The files of this folder import each other without an extension, like the rest of the project.
    const fromHere = context.parentURL?.startsWith(pathToFileURL(`${here}/`).href);
    return next(fromHere && specifier.startsWith('./') ? `${specifier}.ts` : specifier, context);
  },
});

const electronVersion: string = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')).version;
Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: electronVersion, chrome: '0.0.0' },
});
Object.defineProperty(process, 'type', { value: 'browser' });

const given = process.argv.slice(2);
process.argv = [join(here, 'electron'), ...given];

const { app, becomeReady } = await import('./app');
const { startChromium } = await import('./chromium');
await import('./electron');

// Playwright's `-r loader.js` changes `app` and trims process.argv down to the app's own arguments.
const preloads = given.flatMap((argument, index) => (given[index - 1] === '-r' ? [argument] : []));
for (const preload of preloads) require(preload);
const own =
  preloads.length > 0 ? process.argv.slice(1) : given.filter((argument) => !/^--(no-sandbox|inspect)/.test(argument));
process.argv = [process.argv[0] ?? '', ...own];

const entry = resolve(own.find((argument) => !argument.startsWith('-')) ?? '.');
const manifestFile = join(entry, 'package.json');
let main = entry;
if (existsSync(manifestFile)) {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  app.describe({ name: manifest.productName ?? manifest.name, version: manifest.version, path: entry });
  main = join(entry, manifest.main);
} else {
  app.describe({ name: 'Electron', version: electronVersion, path: dirname(entry) });
}

try {
  const started = startChromium();
  await import(pathToFileURL(main).href);
  await started;
  becomeReady();
} catch (error) {
  console.error('App threw an error during load', error);
  app.exit(1);
}

// Whoever started us may die without saying so.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) app.exit(1);
}, 1000).unref();
