import { defineConfig } from 'vitest/config'
import { shared } from '../../scripts/vitest-shared.mjs'

export default defineConfig({
  test: {
    ...shared,
    // The real agent program, for the journeys.
    globalSetup: ['../../apps/server/test/claude-program.ts', 'test/pack.ts'],
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    // Runtimes beside each other, as many as there are usually processors.
    maxConcurrency: 2,
  },
})
