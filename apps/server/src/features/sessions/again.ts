// Owns starting again what ran when the machine went down. It is off unless a person turned it on: nothing runs by itself.
import { limits } from '@atrium/schema'
import { programIn } from '../../core/command-line.ts'
import type { KnownSession } from './store.ts'

const going = /(?:^|\s)(?:--continue|-c|--resume|-r)(?=\s|=|$)/

/** The same command, going on with the last conversation where its program knows how. */
export function continued(command: string): string {
  const program = programIn(command)
  if (!program) return command
  const [head, rest] = [command.slice(0, program.end), command.slice(program.end)]
  if (program.name === 'codex') return /^\s+resume\b/.test(rest) ? command : `${head} resume --last${rest}`
  if (!['claude', 'agy', 'opencode'].includes(program.name) || going.test(rest)) return command
  return `${head} --continue${rest}`
}

/** What was running when nobody could see it end any more: not what a person ended, nor what ended by itself. */
export const wasCutOff = (
  { manuallyStopped, exit, lastSeenAt }: KnownSession,
  isLive: boolean,
  now: number,
): boolean =>
  !isLive && !manuallyStopped && exit === null && now - Date.parse(lastSeenAt) <= limits.sessionsRestoredMs
