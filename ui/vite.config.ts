import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { firstViewEarly } from './early.ts';
import { compiledMessages } from './messages/compile.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [compiledMessages(), svelte(), firstViewEarly()],
  resolve: {
    alias: {
      $app: folder('./src/app'),
      $design: folder('./src/design'),
      $features: folder('./src/features'),
      $lib: folder('./src/lib'),
      $messages: folder('./messages'),
      $test: folder('./src/test'),
      // Messages are read when the page is built; only a test reads them while it runs.
      ...(mode === 'test'
        ? {}
        : {
            '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
          }),
    },
    // Component tests mount Svelte in a document, so they need its browser build.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: 'safari15',
    // The oldest web view we support: anything newer in CSS is silently lost there.
    cssTarget: 'safari15',
    // The content policy allows no data: fonts or scripts, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every view draws with is one file, and what opens over a view another: a dozen small files take
            // longer to ask for than to read.
            {
              name: 'base',
              test: /[\\/]src[\\/](lib|design)[\\/](?!primitives[\\/](Dialog|Menu|Popover|Select|SearchSelect))|[\\/]node_modules[\\/]svelte[\\/]/,
              minShareCount: 3,
              priority: 2,
            },
            {
              name: 'over',
              test: /[\\/]node_modules[\\/](bits-ui|svelte-toolbelt|runed|tabbable|@floating-ui)[\\/]/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test/setup.ts'],
    restoreMocks: true,
    // On a runner a failing test gets a second try, as those in Rust do; it is told as retried.
    retry: process.env.CI ? 1 : 0,
    // A slow machine is no fault of a test: nothing here is timed.
    testTimeout: 120_000,
  },
}));
