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
    // whatsapp-web.js lets a promise go when its page closes while it reads an answer (Client.js). In the product a guard
    // takes it (test/journeys/whatsapp-process.test.ts); here it would be told of a suite that passed.
    onUnhandledError: (error) => (error.name === 'TargetCloseError' ? false : undefined),
  },
});
