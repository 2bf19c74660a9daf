// Adds up what the test runners wrote to `test-results/*.json`: vitest (unit.json) and Playwright (e2e.json).
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const counts = {
  'unit.json': (report) => ({
    passed: report.numPassedTests,
    // A file that failed to load has no tests of its own, but it has failed.
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
        .length,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
  'e2e.json': ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }),
}

/** @returns {{passed: number, failed: number, skipped: number, line: string}} */
export function countTests(root, { reset = false } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      for (const [file, count] of Object.entries(counts)) {
        const path = join(root, group, name, 'test-results', file)
        if (reset) rmSync(path, { force: true })
        else if (existsSync(path))
          for (const [kind, n] of Object.entries(count(JSON.parse(readFileSync(path, 'utf8')))))
            total[kind] += n
      }
    }
  }
  const { passed, failed, skipped } = total
  return { ...total, line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed, line } = countTests(join(import.meta.dirname, '..'))
  console.log(line)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
