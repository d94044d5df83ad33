import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string) => resolve(import.meta.dirname, path);
const shared = { '@shared': from('src-shared') };

export default defineConfig({
  main: {
    resolve: { alias: shared },
    build: {
      outDir: 'out/main',
      minify: true,
      // Everything but the native addon is bundled: loading Kysely from node_modules alone costs 230 ms at start.
      externalizeDeps: {
        exclude: [
          '@hono/node-server',
          'big.js',
          'hono',
          'kysely',
          'rate-limiter-flexible',
          'temporal-polyfill',
          'ulid',
          'zod',
        ],
      },
      rollupOptions: {
        input: {
          index: from('src-main/electron/index.ts'),
          'browser-shell': from('src-main/browser-shell/index.ts'),
          serve: from('src-main/serve/index.ts'),
          'store-thread': from('src-main/threads/store-thread.ts'),
          'import-thread': from('src-main/threads/import-thread.ts'),
        },
      },
    },
  },
  preload: {
    resolve: { alias: shared },
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: from('src-main/electron/preload.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias: shared },
    plugins: [react(), tailwindcss()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Every file is a file: the page may not load fonts from data: URLs, and one page needs no smaller pieces.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rollupOptions: { input: { index: from('src-renderer/index.html'), portal: from('src-renderer/portal.html') } },
    },
  },
});
