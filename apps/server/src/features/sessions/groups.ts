/** Owns the last step of ending a session: programs that ignored the hang-up. */
import { sleep } from '../../core/clock.ts'

const graceMs = 5_000
const lookMs = 100

const signal = (group: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(-group, name)
  } catch {
    return false
  }
}

/** Terms the groups, waits, kills what is left. A stopping hub does not wait: it kills at once. */
export async function endGroups(groups: number[], stop: AbortSignal): Promise<void> {
  let left = groups.filter((group) => group > 1 && signal(group, 'SIGTERM'))
  const until = Date.now() + graceMs
  while (left.length > 0 && Date.now() < until && !stop.aborted) {
    await sleep(lookMs, stop).catch(() => undefined)
    left = left.filter((group) => signal(group, 0))
  }
  for (const group of left) signal(group, 'SIGKILL')
}
