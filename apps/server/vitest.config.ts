import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/claude-program.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
