// Brings the hub to another version, in a terminal session that outlives it. The new version is fetched from where this one
// came from, installed and built beside it, and started on a copy of the data; only when it is well there does it take the
// place of the old one, and when it is not well in that place, the old one comes back.
// Needs nothing but what `npm start` needs. What was done last stands in `.git/atrium-update.json`.
import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isAlive, isUnderWay, readJournal } from './update-journal.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const healthyMs = 60_000
const restartMs = 60_000
/** A hub that takes its own place keeps its process; one that is gone this long does not come back. */
const goneMs = 5_000

const option = (name) => process.argv[process.argv.indexOf(name) + 1]
const [to, url, home] = ['--to', '--url', '--home'].map(option)
if (!/^\d+\.\d+\.\d+$/.test(to ?? '') || !url || !home) {
  console.error('Usage: update.mjs --to <version> --url <address of the hub> --home <its folder>')
  process.exit(2)
}
const tag = `v${to}`
const from = versionIn(root)
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  CI: 'true',
  // What was built beside is not built again in place: the hub stands on half of each for a moment only.
  TURBO_CACHE_DIR: join(root, '.turbo', 'cache'),
}
for (const name of Object.keys(env)) if (/^(ATRIUM_|PENATES_|CF_ACCESS_|PORT$)/.test(name)) delete env[name]

class Refusal extends Error {}

const hardened = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'protocol.ext.allow=never'].flatMap(
  (pair) => ['-c', pair],
)

// ——— the steps ———

const before = git('rev-parse', 'HEAD')
const journalFile = join(git('rev-parse', '--absolute-git-dir'), 'atrium-update.json')
refuseSecond()
removeLeftovers()
const backups = new Set(backupsOf(home))
const hub = howItRuns()
let scratch = null
let switched = false
try {
  note('running', `Fetching ${tag}`)
  const commit = fetchVersion()
  scratch = mkdtempSync(join(tmpdir(), 'atrium-update-'))
  const beside = join(scratch, 'atrium')
  git('worktree', 'add', '--detach', '--force', beside, commit)
  note('running', `Installing ${tag} beside ${from}`)
  prepare(beside)
  note('running', `Trying ${tag} on a copy of the data`)
  await tryOut(beside)
  assertUntouched()
  switched = true
  note('running', `Putting ${tag} in place`)
  git('checkout', '--detach', commit)
  prepare(root)
  await restartInto(to)
  note('done', `Updated from ${from} to ${to}`)
} catch (error) {
  const why = error instanceof Refusal ? error.message : String(error?.stack ?? error)
  if (switched) await rollBack(why)
  else note('failed', `${why}. Version ${from} runs on, nothing was changed.`)
  process.exitCode = 1
} finally {
  if (scratch !== null) {
    rmSync(scratch, { recursive: true, force: true })
    git('worktree', 'prune')
  }
}

// ——— what they are made of ———

/** The commit of the tag: only what goes on from here is taken, and only signed where the hub knows who signs. */
function fetchVersion() {
  const before = git('rev-parse', 'HEAD')
  git('fetch', '--no-tags', '--force', 'origin', `refs/tags/${tag}:refs/tags/${tag}`)
  const commit = git('rev-parse', `refs/tags/${tag}^{commit}`)
  if (run('git', [...hardened, 'merge-base', '--is-ancestor', before, commit]).status !== 0)
    throw new Refusal(`${tag} does not go on from what is installed here`)
  const signers = join(root, 'scripts', 'release-signers')
  if (existsSync(signers)) {
    const options = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${signers}`]
    if (run('git', [...hardened, ...options, 'verify-tag', tag]).status !== 0)
      throw new Refusal(`${tag} is not signed by anybody who may release`)
  }
  return commit
}

function prepare(folder) {
  const pin = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).packageManager
  const pnpm = (...args) => must('npx', ['--prefer-offline', '-y', pin, ...args], { cwd: folder })
  pnpm('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only')
  pnpm('exec', 'turbo', 'run', 'build', '--filter=@atrium/web', '--output-logs=errors-only')
  if (versionIn(folder) !== to && folder !== root)
    throw new Refusal(`${tag} says that it is ${versionIn(folder)}`)
}

/** One updater at a time, also where one is started by hand. */
function refuseSecond() {
  const other = readJournal(journalFile)
  if (!other || !isUnderWay(other)) return
  console.error(`✗ An update to ${other.to} is under way already (process ${other.pid})`)
  process.exit(3)
}

/** What an updater that was killed left beside: its folder and git's note of it. */
function removeLeftovers() {
  const worktrees = git('worktree', 'list', '--porcelain').matchAll(/^worktree (.*)$/gm)
  for (const [, path] of worktrees)
    if (/\/atrium-update-\w+\/atrium$/.test(path)) rmSync(dirname(path), { recursive: true, force: true })
  git('worktree', 'prune')
}

/** What a person changed since the beginning would be lost on the way back. */
function assertUntouched() {
  if (git('rev-parse', 'HEAD') !== before || git('status', '--porcelain', '--untracked-files=no') !== '')
    throw new Refusal('Files of the hub were changed meanwhile: commit, stash or undo that first')
}

/** Starts the new version on a copy of the data, in folders and with a tmux of its own. */
async function tryOut(folder) {
  const place = join(scratch, 'trial')
  mkdirSync(join(place, 'vault'), { recursive: true })
  const trial = {
    ...env,
    PORT: '0',
    ATRIUM_HOME: join(place, 'home'),
    ATRIUM_VAULT: join(place, 'vault'),
    ATRIUM_TMUX_SOCKET: `atrium-trial-${process.pid}`,
    ATRIUM_MIN_FREE_MB: '0',
    ATRIUM_TRIAL: 'on',
  }
  const atrium = join(root, 'apps/cli/src/main.ts')
  if (existsSync(join(home, 'atrium.db'))) {
    const made = must(nodeOf(root), [atrium, 'backup', join(place, 'backup')], {
      env: { ...env, ATRIUM_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { file } = JSON.parse(made.stdout.toString().trim().split('\n').at(-1))
    must(nodeOf(root), [atrium, 'restore', '--yes', file], { env: trial })
  }
  const child = spawn(nodeOf(folder), ['apps/server/src/main.js'], {
    cwd: folder,
    env: trial,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    const link = await soon(firstLink(child, gone), `${tag} did not start within a minute`)
    const answer = await fetch(new URL('/api/health', link))
    const health = await answer.json()
    if (health.version !== to || health.status === 'recovery')
      throw new Refusal(`${tag} is not well on a copy of the data: ${JSON.stringify(health)}`)
  } finally {
    child.kill('SIGTERM')
    await Promise.race([gone, unless(20_000)])
    child.kill('SIGKILL')
    spawnSync('tmux', ['-L', trial.ATRIUM_TMUX_SOCKET, 'kill-server'], { stdio: 'ignore' })
  }
}

/** The hub reads the journal and restarts itself; then it must be there, in that version, and well. */
async function restartInto(version) {
  note('restart', `Restarting into ${version}`, version)
  const until = Date.now() + restartMs
  let last = 'it did not answer'
  let seen = Date.now()
  while (Date.now() < until) {
    await sleep(500)
    try {
      const health = await (
        await fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(5_000) })
      ).json()
      if (health.version === version && health.status !== 'recovery') return
      last = `it answers as ${health.version}, ${health.status}`
    } catch (error) {
      last = `it does not answer (${error.cause?.code ?? error.message})`
      if (!hub || isAlive(hub.pid)) seen = Date.now()
      else if (Date.now() - seen > goneMs) break
    }
  }
  throw new Refusal(`The hub was not well in version ${version}: ${last}`)
}

async function rollBack(why) {
  console.error(`\n✗ ${why}\n› Going back to ${from}`)
  try {
    note('running', `Going back to ${from}`) // whoever starts the hub after a cut goes on from here
    git('checkout', '--detach', '--force', before)
    prepare(root)
    restoreIfTouched()
    if (await answers()) await restartInto(from)
    else startAgain()
    note('rolled-back', `${why}. Version ${from} is back.`)
  } catch (error) {
    note(
      'failed',
      `${why}. Going back to ${from} failed too: ${error.message}. Start the hub by hand: npm start`,
    )
  }
}

/** A migration of the new version made a backup first; the old version cannot read what came after. */
function restoreIfTouched() {
  const [file] = backupsOf(home).filter((name) => !backups.has(name))
  if (!file) return
  must(nodeOf(root), [join(root, 'apps/cli/src/main.ts'), 'restore', '--yes', file], {
    env: { ...env, ...hub?.env, ATRIUM_HOME: home },
  })
}

/** Nobody answers any more: the hub is started as it was, apart from this terminal. */
function startAgain() {
  if (!hub) throw new Error('the hub does not run any more, and how it was started is not known')
  const [program, ...args] = hub.command
  spawn(program, args, { cwd: hub.cwd, env: hub.env, detached: true, stdio: 'ignore' }).unref()
}

/** Command, folder and environment of the hub that runs now; null where the system does not tell. */
function howItRuns() {
  try {
    const { pid } = JSON.parse(readFileSync(join(home, 'server.json'), 'utf8'))
    const words = (name) => readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0').filter(Boolean)
    const pairs = words('environ').map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      pair.slice(pair.indexOf('=') + 1),
    ])
    return {
      pid,
      command: words('cmdline'),
      cwd: readlinkSync(`/proc/${pid}/cwd`),
      env: { ...Object.fromEntries(pairs), PORT: new URL(url).port },
    }
  } catch {
    return null
  }
}

async function answers() {
  try {
    return (await fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(5_000) })).ok
  } catch {
    return false
  }
}

function backupsOf(folder) {
  const made = join(folder, 'backups', 'before-migration')
  const names = existsSync(made) ? readdirSync(made) : []
  return names.filter((name) => /\.(db|rows\.gz)$/.test(name)).map((name) => join(made, name))
}

/** For whoever asks the hub, and for the person who watches. */
function note(state, message, target) {
  console.log(`\n› ${message}`)
  const text = JSON.stringify({
    from,
    to,
    state,
    message,
    at: Date.now(),
    pid: process.pid,
    ...(target && { target }),
    ...(switched && { commit: before }),
  })
  writeFileSync(`${journalFile}.part`, text)
  renameSync(`${journalFile}.part`, journalFile)
}

function run(program, args, options = {}) {
  return spawnSync(program, args, { cwd: root, env, stdio: 'inherit', ...options })
}

function must(program, args, options) {
  const result = run(program, args, options)
  if (result.error) throw new Refusal(`${program} cannot be run: ${result.error.message}`)
  if (result.status !== 0) throw new Refusal(`${[program, ...args].join(' ').slice(0, 200)} failed`)
  return result
}

function git(...args) {
  const result = must('git', [...hardened, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return result.stdout.toString().trim()
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'apps/server/package.json'), 'utf8')).version
}

function nodeOf(folder) {
  const bundled = join(folder, 'node_modules/.bin/node')
  return existsSync(bundled) ? bundled : process.execPath
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A limit to something else that is waited for; by itself it keeps nobody here. */
function unless(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

async function soon(promise, message) {
  const late = unless(healthyMs).then(() => {
    throw new Refusal(message)
  })
  return Promise.race([promise, late])
}

function firstLink(child, gone) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [link] = /https?:\/\/\S+(?=\/#token=)/.exec(line) ?? []
      if (link) resolve(link)
    })
    void gone.then(() => reject(new Refusal(`${tag} ended before it was up`)))
  })
}
