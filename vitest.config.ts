import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Two cores is the machine this is meant to pass on; the databases and the browser need some of it too.
    maxWorkers: 2,
    // A guard against what hangs, not a measure: a busy machine may take its time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
