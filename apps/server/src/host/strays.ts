import type { ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { sleep } from '../core/clock.ts'

/** Variable that every agent of a hub is started with. */
export const agentTag = 'AGENT_SESSION_TAG'

type Process = { pid: number; parent: number; name: string; tagged: boolean }

/** Whoever hands a program to one of these means it to stay: it is no longer the agent's. */
const keepers = /^(tmux: server|screen|SCREEN|zellij|abduco|dtach)$/

/** Every process of the machine, from /proc; nothing where there is none. */
async function processes(tag: string): Promise<Map<number, Process>> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (name): Promise<Process | null> => {
      const read = (file: string) => readFile(`/proc/${name}/${file}`, 'latin1').catch(() => '')
      const [status, environment] = await Promise.all([read('stat'), read('environ')])
      // pid (name) state parent …; the name may hold anything, brackets too
      const match = /^\d+ \((.*)\) \S (\d+)/s.exec(status)
      if (!match) return null
      const tagged = `\0${environment}`.includes(`\0${tag}`)
      return { pid: Number(name), parent: Number(match[2]), name: match[1] ?? '', tagged }
    }),
  )
  return new Map(found.flatMap((one) => (one ? [[one.pid, one]] : [])))
}

/** Whether a process was started with this variable. Linux only: elsewhere none is known to be. */
export async function isTagged(pid: number, name: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
  return `\0${environment}`.includes(`\0${name}=`)
}

/**
 * Processes that carry a variable beginning `NAME=value` in the environment they were started with. A tool of an agent may
 * lead a group and a session of its own and outlive its parent, so the group of the agent is not all of it. Linux only.
 */
async function tagged(tag: string): Promise<number[]> {
  const all = await processes(tag)
  // The hub may itself run in a tmux: the way up ends at the hub.
  const isKept = (one: Process | undefined, depth = 0): boolean =>
    one !== undefined &&
    one.pid !== process.pid &&
    depth < 64 &&
    (keepers.test(one.name) || isKept(all.get(one.parent), depth + 1))
  return [...all.values()]
    .filter((one) => one.tagged && one.pid !== process.pid && !isKept(one))
    .map(({ pid }) => pid)
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Ends a child's group, where there is one, and every process that carries the tag: term, grace, kill. Harmless when they are gone. */
export async function endFamily(child: ChildProcess | null, tag: string, graceMs = 5_000): Promise<void> {
  const group = child?.pid
  const until = Date.now() + graceMs
  const alive = async (): Promise<number[]> => [
    ...(group !== undefined && signal(-group, 0) ? [-group] : []),
    ...(await tagged(tag)),
  ]
  const told = new Set<number>()
  for (let left = await alive(); left.length > 0; left = await alive()) {
    const late = Date.now() >= until
    for (const pid of left) {
      if (late) signal(pid, 'SIGKILL')
      else if (!told.has(pid)) signal(pid, 'SIGTERM')
      told.add(pid)
    }
    // Uninterruptible ones cannot be waited for.
    if (Date.now() >= until + 2_000) return
    await sleep(30)
  }
}
