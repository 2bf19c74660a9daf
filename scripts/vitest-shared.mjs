// What the tests of all packages that run on Node share.
import { fileURLToPath } from 'node:url'

// Compiled code is kept for the next test file, and for the programs that the tests start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../node_modules/.cache/atrium-tests', import.meta.url),
)

export const shared = {
  // Node reads TypeScript by itself, and in less time than it takes to turn every file into another one.
  experimental: { viteModuleRunner: false },
  // What comes at all may come late on a busy machine.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
  // A second try on a busy machine; what needed it is named at the end (scripts/count-tests.mjs).
  retry: process.env.CI ? 1 : 0,
  // A failure in CI is all that somebody has to go by.
  chaiConfig: { truncateThreshold: 2_000 },
}
