import { defineConfig } from 'vitest/config';

// What is wrong on purpose, and no part of the units: make test-clock has to catch it.
export default defineConfig({ test: { include: ['canary/*.canary.ts'] } });
