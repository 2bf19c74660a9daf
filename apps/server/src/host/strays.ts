import type { ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { sleep } from '../core/clock.ts'

/** Variable that every agent of a hub is started with. */
export const agentTag = 'AGENT_SESSION_TAG'

/** Whoever hands a program to one of these means it to stay: it is no longer the agent's. */
const keepers = /^(tmux: server|screen|SCREEN|zellij|abduco|dtach)$/

/** Null where there is none, or none that we may read. */
const readProc = (pid: number, file: string): Promise<string | null> =>
  readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => null)

type Status = { name: string; state: string; parent: number }

async function statusOf(pid: number): Promise<Status | null> {
  // pid (name) state parent …; the name may hold anything, brackets too
  const match = /^\d+ \((.*)\) (\S) (\d+)/s.exec((await readProc(pid, 'stat')) ?? '')
  return match && { name: match[1] ?? '', state: match[2] ?? '', parent: Number(match[3]) }
}

/** The way up from a process ends at the hub, which may itself run in a tmux. */
async function isKept(pid: number, depth = 0): Promise<boolean> {
  if (pid === process.pid || depth >= 64) return false
  const status = await statusOf(pid)
  return status !== null && (keepers.test(status.name) || isKept(status.parent, depth + 1))
}

/** Whether it has no environment for now alone: the moment in which it becomes another program. */
async function isChanging(pid: number): Promise<boolean> {
  const status = await statusOf(pid)
  const isOfKernel = status?.parent === 0 || status?.parent === 2
  return status !== null && !isOfKernel && status.state !== 'Z'
}

/** Whether a process was started with this variable. Linux only: elsewhere none is known to be. */
export async function isTagged(pid: number, name: string): Promise<boolean> {
  return `\0${await readProc(pid, 'environ')}`.includes(`\0${name}=`)
}

/**
 * Finds, as often as it is asked, the processes that carry a variable beginning `NAME=value` in the environment they were
 * started with. A tool of an agent may lead a group and a session of its own and outlive its parent, so the group of the agent
 * is not all of it. Linux only.
 */
function finder(tag: string): () => Promise<number[]> {
  // Who has no tag gets none: only a process with the tag hands it on. To read them all each time takes a whole processor.
  let others = new Set<number>([process.pid])
  return async () => {
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
    const stillOthers = new Set<number>()
    const found = await Promise.all(
      pids.map(async (pid) => {
        const environment = others.has(pid) ? null : await readProc(pid, 'environ')
        if (environment !== null && `\0${environment}`.includes(`\0${tag}`))
          return (await isKept(pid)) ? [] : [pid]
        if (environment !== '' || !(await isChanging(pid))) stillOthers.add(pid)
        return []
      }),
    )
    others = stillOthers
    return found.flat()
  }
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
  const until = performance.now() + graceMs
  const tagged = finder(tag)
  const alive = async (): Promise<number[]> => [
    ...(group !== undefined && signal(-group, 0) ? [-group] : []),
    ...(await tagged()),
  ]
  const told = new Set<number>()
  for (let left = await alive(); left.length > 0; left = await alive()) {
    const late = performance.now() >= until
    for (const pid of left) {
      if (late) signal(pid, 'SIGKILL')
      else if (!told.has(pid)) signal(pid, 'SIGTERM')
      told.add(pid)
    }
    // Uninterruptible ones cannot be waited for.
    if (performance.now() >= until + 2_000) return
    await sleep(30)
  }
}
