import { defineConfig } from 'vitest/config'
import { shared } from '../../scripts/vitest-shared.mjs'

export default defineConfig({
  test: {
    ...shared,
    globalSetup: ['test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A third fills the times in which the others wait for a process to end.
    maxWorkers: 3,
  },
})
