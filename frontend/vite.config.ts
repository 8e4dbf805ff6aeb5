import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * What a page of the window may do: run and show what comes with the program, and reach nothing but
 * it. Styles may stand in the page, for positions are set there; scripts may not. Only the built page
 * has it: what Vite serves while one develops brings scripts of its own.
 */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      injectTo: 'head-prepend',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: [
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data:",
          "font-src 'self' data:",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
        ].join('; '),
      },
    },
  ],
};

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [policy, tailwindcss(), svelte()],
  resolve: {
    alias: { $lib: `${source}/lib`, $views: `${source}/views` },
    // Vitest resolves like a server otherwise, and Svelte's server build can't mount.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  build: {
    // WebKitGTK 2.40 (Debian 12) and WebView2 both know it.
    target: ['es2022', 'safari16.4'],
    // One window from local files: fewer and larger files load faster than many.
    chunkSizeWarningLimit: 1500,
    sourcemap: false,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
    // Long enough for axe on a busy machine.
    testTimeout: 30_000,
    pool: 'threads',
    maxWorkers: 2,
  },
}));
