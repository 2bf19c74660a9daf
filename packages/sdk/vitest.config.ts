import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The real agent program, for the journeys.
    globalSetup: ['../../apps/server/test/claude-program.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
