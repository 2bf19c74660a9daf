// What `npm start` and `npm test` run. Needs nothing but Node 18 and npm; everything else comes with the lockfile.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countTests } from './count-tests.mjs'
import { isUnderWay, readJournal } from './update-journal.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const pin = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
const [command, ...rest] = process.argv.slice(2)

function pnpm(args) {
  const result = spawnSync('npx', ['--prefer-offline', '-y', pin, ...args], {
    cwd: root,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  })
  if (result.error) return { ok: false, why: result.error.message }
  return { ok: result.status === 0, why: `exit status ${result.status ?? result.signal}` }
}

function step(title, args, help) {
  console.log(`\n› ${title}`)
  const { ok, why } = pnpm(args)
  if (ok) return
  console.error(`\n✗ ${title} failed (${why}).\n  ${help}`)
  process.exit(1)
}

/** The Node that came with the lockfile; on platforms without one, the host's when it is new enough. */
function findNode() {
  const bundled = join(root, 'node_modules/.bin/node')
  if (existsSync(bundled)) return bundled
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major >= 24 || (major === 22 && minor >= 18)) return process.execPath
  console.error(
    `✗ No Node comes with Atrium for this platform, and ${process.versions.node} is too old.\n  Install Node 24 (or at least 22.18) and run the command again.`,
  )
  return process.exit(1)
}

undoCutUpdate()
step(
  'Installing dependencies',
  ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
  'Check the network and the free disk space (about 1.2 GB), then run the same command again: it goes on where it stopped.',
)

if (command === 'test') {
  step(
    'Building and checking types',
    ['exec', 'turbo', 'run', 'build', 'typecheck', '--output-logs=errors-only'],
    'The lines above name the file and the line.',
  )
  countTests(root, { reset: true })
  console.log('\n› Testing')
  const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json']
  const { ok } = pnpm([
    'exec',
    'turbo',
    'run',
    'test',
    '--concurrency=2',
    '--continue',
    '--output-logs=full',
    '--',
    ...reporters,
    ...rest,
  ])
  const { passed, failed, skipped, line } = countTests(root)
  console.log(`\n${line}`)
  const cut = process.env.CI && skipped > 0
  if (cut) console.error('Tests were skipped; in CI that is a failure.')
  process.exit(ok && passed > 0 && failed === 0 && !cut ? 0 : 1)
} else {
  step(
    'Building the console',
    ['exec', 'turbo', 'run', 'build', '--filter=@atrium/web', '--output-logs=errors-only'],
    'The lines above name the file and the line.',
  )
  const child = spawn(findNode(), ['apps/server/src/main.js', ...rest], {
    cwd: root,
    stdio: 'inherit',
    env: process.env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** An update that was cut off while it put its files in place left half of each: the version before comes back whole. */
function undoCutUpdate() {
  const file = join(root, '.git', 'atrium-update.json')
  const journal = command === 'test' ? null : readJournal(file)
  if (journal?.state !== 'running' || isUnderWay(journal) || !/^[0-9a-f]{40,64}$/.test(journal.commit)) return
  console.log(`› The update to ${journal.to} was cut off; going back to ${journal.from}`)
  rmSync(join(root, '.git', 'index.lock'), { force: true })
  const git = ['-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--detach', '--force', journal.commit]
  if (spawnSync('git', git, { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1)
  const message = `The update to ${journal.to} was cut off and was rolled back. Version ${journal.from} is back.`
  writeFileSync(file, JSON.stringify({ ...journal, state: 'rolled-back', message, at: Date.now() }))
}
