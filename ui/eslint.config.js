import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Fences: who may import what. The message says why. */
const fence = (patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});
const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/backend/tauri.ts talks to Tauri.',
};
const across = {
  group: ['../*'],
  message: 'Import across folders by alias ($lib, $design, $features, $app).',
};
const backend = { group: ['$lib/backend/*'], message: 'design/ knows no backend.' };
const features = { group: ['$features/*'], message: 'Features are fenced from each other.' };
const app = { group: ['$app/*'], message: 'Only the frame may import the frame.' };

export default ts.config(
  { ignores: ['dist', 'dist-fake', 'node_modules', 'src/lib/backend/generated'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
      'no-undef': 'off',
      ...fence([tauri, across]),
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      // Our links are hash routes; there is no SvelteKit base path to resolve against.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['src/design/**'], rules: fence([tauri, across, backend, features, app]) },
  {
    files: ['src/lib/**'],
    rules: fence([
      tauri,
      across,
      features,
      app,
      { group: ['$design/*'], message: 'lib/ draws nothing.' },
    ]),
  },
  { files: ['src/features/**'], rules: fence([tauri, across, features, app]) },
  { files: ['src/lib/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
);
