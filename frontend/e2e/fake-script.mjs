// The fake deck as one script, to inject into a page before its own.

import { bundle } from './bundle.mjs';

/**
 * A script that installs the fake deck: for Playwright's addInitScript({ content }).
 * @param {import('./fake-deck').FakeOptions} [options]
 * @returns {Promise<string>}
 */
export async function fakeDeckScript(options = {}) {
  const script = await bundle('./fake-deck.ts', 'fakeDeckModule');
  return `${script}\n;fakeDeckModule.installFakeDeck(window, ${JSON.stringify(options)});`;
}
