import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [tailwindcss(), svelte()],
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
