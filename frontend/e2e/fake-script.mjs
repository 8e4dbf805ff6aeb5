// The fake deck as one script, to inject into a page before its own.

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entry = fileURLToPath(new URL('./fake-deck.ts', import.meta.url));

/** @type {Promise<string> | undefined} */
let bundled;

/**
 * A script that installs the fake deck: for Playwright's addInitScript({ content }).
 * @param {import('./fake-deck').FakeOptions} [options]
 * @returns {Promise<string>}
 */
export async function fakeDeckScript(options = {}) {
  bundled ??= bundle();
  return `${await bundled}\n;fakeDeckModule.installFakeDeck(window, ${JSON.stringify(options)});`;
}

async function bundle() {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['iife'], name: 'fakeDeckModule' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('bundle the fake deck: no output');
  return first.output[0].code;
}
