import { defineConfig } from 'vitest/config'
import { shared } from '../../scripts/vitest-shared.mjs'

export default defineConfig({
  test: {
    ...shared,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
  },
})
