/** Who may import whom. The core knows neither Electron nor any door; the renderer knows only shared code. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.test\\.tsx?$', '\\.d\\.ts$', '^src-renderer/public/'] },
      to: {},
    },
    {
      name: 'unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?worker', '^electron$'] },
    },
    {
      name: 'shared-is-pure',
      comment: 'src-shared runs everywhere: no Node, no DOM library, no store',
      severity: 'error',
      from: { path: '^src-shared', pathNot: '(\\.test|-cases)\\.ts$' },
      to: { path: '^(src-main|src-renderer|migrations|node_modules/(?!(zod|big\\.js|ulid|temporal-polyfill|@types)))' },
    },
    {
      name: 'shared-has-no-node',
      severity: 'error',
      from: { path: '^src-shared', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-electron-folder-imports-electron',
      severity: 'error',
      from: { pathNot: '^src-main/electron/' },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'core-knows-no-door',
      severity: 'error',
      from: { path: '^src-main/core/' },
      to: {
        path: '^(src-main/(electron|browser-shell|v1-api|threads)|src-renderer|node_modules/(hono|@hono|electron))',
      },
    },
    {
      name: 'doors-never-touch-sql',
      severity: 'error',
      from: {
        path: '^src-main/(electron|browser-shell|v1-api|serve|api-server)/',
        pathNot: '(\\.test|/test-[a-z-]+)\\.ts$',
      },
      to: { path: '^(src-main/core|migrations|node_modules/(better-sqlite3|kysely))' },
    },
    {
      name: 'renderer-knows-only-shared',
      severity: 'error',
      from: { path: '^src-renderer' },
      to: { path: '^(src-main|migrations)' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src-renderer', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'a migration must never change its meaning when the code changes',
      severity: 'error',
      from: { path: '^migrations', pathNot: '\\.test\\.ts$' },
      to: { path: '^src-' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
