import { defineConfig } from 'vitest/config';

// The program that ships, in its own window: build/window-test.sh makes the screen for it.
export default defineConfig({
  test: {
    dir: 'e2e',
    include: ['production.tour.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});
