// Makes one script of a module and what it imports, to run in a page.

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** @type {Map<string, Promise<string>>} */
const made = new Map();

/**
 * @param {string} module a file beside this one
 * @param {string} name what the page calls its exports
 * @returns {Promise<string>}
 */
export function bundle(module, name) {
  const script = made.get(module) ?? make(module, name);
  made.set(module, script);
  return script;
}

/** @param {string} module @param {string} name */
async function make(module, name) {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL(module, import.meta.url)),
        formats: ['iife'],
        name,
      },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error(`bundle ${module}: no output`);
  return first.output[0].code;
}
