// What an update wrote down of itself, and whether it still runs. Needs nothing but Node 18.
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** The journal; null where there is none, or it cannot be read. */
export function readJournal(file) {
  try {
    const journal = JSON.parse(readFileSync(file, 'utf8'))
    return typeof journal === 'object' ? journal : null
  } catch {
    return null
  }
}

/** Whether its updater is at work now: since this start of the machine, and no other program by the same number. */
export function isUnderWay({ state, pid, at }) {
  if (state !== 'running' && state !== 'restart') return false
  return at > Date.now() - uptime() * 1000 && isAlive(pid) && isUpdater(pid)
}

export function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function isUpdater(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('update.mjs')
  } catch {
    return process.platform !== 'linux'
  }
}
