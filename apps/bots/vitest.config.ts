import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The real agent program, for the test that drives it.
    globalSetup: ['../server/test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A second try on a busy machine; what needed it is named at the end (scripts/count-tests.mjs).
    retry: process.env['CI'] ? 1 : 0,
  },
})
