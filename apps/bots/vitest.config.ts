import { defineConfig } from 'vitest/config'
import { shared } from '../../scripts/vitest-shared.mjs'

export default defineConfig({
  test: {
    ...shared,
    // The real agent program, for the test that drives it.
    globalSetup: ['../server/test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
  },
})
