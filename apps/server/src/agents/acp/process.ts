// Owns the program of one session: its pipes, what it complains of, and its end with all that it has started.
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { sleep } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { spawn } from '../../host/exec.ts'
import { endFamily } from '../../host/strays.ts'
import type { AcpAgent } from './agents.ts'
import type { AcpLaunch } from './launch.ts'

type Tag = { name: string; value: string }

const stderrChars = 4_000
const complaintChars = 300
/** What it complained of may still be on its way when it has gone. */
const lastWordsMs = 200
/** A wire that closes is followed by the end of its process, and the other way round. */
export const goneMs = 500

export type AcpProcess = {
  stdin: Writable
  stdout: Readable
  /** Resolves when it has ended, or could not begin. */
  exited: Promise<void>
  /** Why a program that nobody asked to end has ended. */
  exitMessage(): string
  /** Ends it and every process of it: term, grace, kill. */
  end(graceMs: number): Promise<void>
}

/** @throws AppError agent_unavailable */
export function startProcess(agent: AcpAgent, launch: AcpLaunch, cwd: string, tag: Tag): AcpProcess {
  const child = spawn(launch.file, launch.args, {
    cwd,
    env: { ...launch.env, [tag.name]: tag.value },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { stdin, stdout, stderr } = child
  let complaint = ''
  stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-stderrChars)
  })
  let failedToStart: Error | null = null
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      failedToStart = error
      resolve()
    })
    child.once(
      'exit',
      () => void Promise.race([once(child, 'close'), sleep(lastWordsMs)]).then(() => resolve()),
    )
  })
  if (!stdin || !stdout) throw new AppError('agent_unavailable', `${agent.title} could not be started`)
  // What it has started may hold the pipe open after it has gone.
  void exited.then(async () => {
    await sleep(goneMs)
    stdout.destroy()
  })
  const secrets = [...agent.variables, ...Object.keys(agent.env)].map((name) => launch.env[name])
  return {
    stdin,
    stdout,
    exited,
    exitMessage() {
      if (failedToStart) return `${agent.title} could not be started: ${failedToStart.message}`
      const how = child.signalCode
        ? `signal ${child.signalCode}`
        : `exit status ${child.exitCode ?? 'unknown'}`
      const said = lastLine(complaint, secrets)
      return `${agent.title} ended unexpectedly (${how})${said ? `: ${said}` : '.'}`
    },
    end: (graceMs) => endFamily(child, `${tag.name}=${tag.value}`, graceMs),
  }
}

/** The last thing that a program complained of, without the secrets it was given. */
function lastLine(complaint: string, secrets: readonly (string | undefined)[]): string {
  const line = complaint
    .split('\n')
    .map((one) => one.trim())
    .findLast((one) => one !== '')
  return secrets
    .filter((secret) => secret !== undefined && secret.length > 5)
    .reduce<string>((left, secret) => left.replaceAll(secret ?? '', '…'), line ?? '')
    .slice(0, complaintChars)
}
