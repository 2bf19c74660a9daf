import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The real agent program, for the journeys.
    globalSetup: ['../../apps/server/test/claude-program.ts', 'test/pack.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // A second try on a busy machine; what needed it is named at the end (scripts/count-tests.mjs).
    retry: process.env['CI'] ? 1 : 0,
  },
})
