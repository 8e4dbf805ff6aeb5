import { defineConfig } from 'vitest/config';

// Whole programs and a browser: one file after the other, with time for a slow machine. All run in
// Chromium; the ways a person goes most, and every screen's shape, in the engine that ships as well.
export default defineConfig({
  test: {
    dir: 'e2e',
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
    projects: [
      { extends: true, test: { name: 'chromium', include: ['**/*.e2e.ts'] } },
      {
        extends: true,
        test: {
          name: 'webkit',
          include: ['control.e2e.ts', 'keys.e2e.ts', 'screens.e2e.ts', 'stranger.e2e.ts'].map(
            (file) => `**/${file}`,
          ),
          env: { JOBDECK_ENGINE: 'webkit' },
        },
      },
    ],
  },
});
