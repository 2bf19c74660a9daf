import { defineConfig } from 'vitest/config'
import { shared } from '../../scripts/vitest-shared.mjs'

export default defineConfig({
  test: {
    ...shared,
    globalSetup: ['test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // To load the server takes longer than most files run. What a file changes of its process, it changes back.
    isolate: false,
    // A third fills the times in which the others wait for a process to end.
    maxWorkers: 3,
  },
})
