import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.shots/'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows which names exist.
      'no-undef': 'off',
      // Test doubles and defaults are allowed to do nothing.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // A file's or a web page's text never becomes HTML.
      'svelte/no-at-html-tags': 'error',
      // A native tooltip looks foreign, lies over everything and does not come by the keyboard.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "SvelteElement:matches([kind='html'], [name.name='svelte:element']) > SvelteStartTag > :matches(SvelteAttribute, SvelteShorthandAttribute)[key.name='title']",
          message: 'Use {@attach whole} for a text that is cut off, {@attach tooltip(…)} for more.',
        },
      ],
      // Routes are hashes here, there is no server to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
);
