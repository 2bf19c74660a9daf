import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A third fills the times in which the others wait for a process to end.
    maxWorkers: 3,
    // A second try on a busy machine; what needed it is named at the end (scripts/count-tests.mjs).
    retry: process.env['CI'] ? 1 : 0,
  },
})
