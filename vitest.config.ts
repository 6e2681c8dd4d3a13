import { defineConfig } from 'vitest/config';

// Unit and integration tests lie beside what they test; e2e/ has its own runner.
export default defineConfig({
  test: {
    include: [
      '{contract,core,installer-steps,adapters,practice,doors,engine,server,electron,renderer,catalog,scripts,e2e/lab}/**/*.test.{ts,tsx}',
    ],
    testTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
