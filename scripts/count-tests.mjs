// Adds up what the test runners wrote to `test-results/*.json`: vitest (unit.json) and Playwright (e2e.json).
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const counts = {
  'unit.json'(report) {
    // A file that failed to load has no tests of its own, but it has failed.
    const unread = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    const tests = report.testResults.flatMap((file) =>
      file.assertionResults.map((test) => ({ ...test, place: `${file.name} › ${test.fullName}` })),
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unread.length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: [
        ...unread.map((file) => `${file.name}: ${file.message}`),
        ...tests
          .filter(({ status }) => status === 'failed')
          .map(({ place, failureMessages }) => `${place}\n${firstLines(failureMessages)}`),
      ],
      // It passed at the second try: named, so that somebody looks at it.
      flaky: tests
        .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
        .map(({ place, failureMessages }) => `${place}\n${firstLines(failureMessages)}`),
    }
  },
  'e2e.json': ({ stats, suites }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: specsOf(suites, 'unexpected'),
    flaky: specsOf(suites, 'flaky'),
  }),
}

const firstLines = (messages) => messages.map((message) => `  ${message.split('\n')[0]}`).join('\n')

/** Titles of Playwright's tests that ended so. */
const specsOf = (suites, status) =>
  suites.flatMap((suite) => [
    ...specsOf(suite.suites ?? [], status),
    ...suite.specs
      .filter(({ tests }) => tests.some((test) => test.status === status))
      .map(({ file, title }) => `${file} › ${title}`),
  ])

/** @returns {{passed: number, failed: number, skipped: number, failures: string[], flaky: string[], line: string}} */
export function countTests(root, { reset = false } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] }
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      for (const [file, count] of Object.entries(counts)) {
        const path = join(root, group, name, 'test-results', file)
        if (reset) rmSync(path, { force: true })
        else if (existsSync(path))
          for (const [kind, n] of Object.entries(count(JSON.parse(readFileSync(path, 'utf8')))))
            total[kind] = Array.isArray(n) ? [...total[kind], ...n] : total[kind] + n
      }
    }
  }
  const { passed, failed, skipped } = total
  return { ...total, line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed, failures, flaky, line } = countTests(join(import.meta.dirname, '..'))
  for (const test of flaky) console.log(`Passed at the second try: ${test}`)
  for (const test of failures) console.log(`Failed: ${test}`)
  console.log(line)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
