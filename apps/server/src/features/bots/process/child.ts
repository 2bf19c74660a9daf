// Owns one life of the program that carries the connectors: orders go in by its standard input, reports come by its output.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type BotsOrder, BotsReport, limits } from '@atrium/schema'
import type { Log } from '../../../core/log.ts'
import { childEnv, spawn } from '../../../host/exec.ts'
import { endFamily } from '../../../host/strays.ts'
import { readLines } from './lines.ts'

export type Program = { file: string; args: readonly string[] }
export type Child = ReturnType<typeof startChild>

/** Name of the variable by which what is left of an earlier program is found again. */
export const botsTag = 'ATRIUM_BOTS_OF'

/** Lines of its log that are kept a minute; what is more is counted. */
const logLinesPerMinute = 120

export function startChild(deps: {
  program: Program
  /** Value of the variable. */
  tag: string
  log: Log
  hear(report: BotsReport): void
  /** Once, when it has ended. */
  ended(why: string): void
  /** Without what is secret. */
  redact: (text: string) => string
  pingMs?: number
  pongMs?: number
}) {
  const { program, log, redact } = deps
  const { pingMs = limits.botPingMs, pongMs = limits.botPongMs } = deps
  const child: ChildProcess = spawn(program.file, program.args, {
    env: childEnv({ [botsTag]: deps.tag }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const began = performance.now()
  let heardAt = began
  let pings = 0
  let why: string | null = null
  let logged = { minute: 0, lines: 0 }
  const exited = Promise.withResolvers<void>()

  function send(order: BotsOrder): void {
    const { stdin } = child
    if (!stdin?.writable) return
    // It does not read any more, so it does nothing else either.
    if (stdin.writableLength > limits.botLineBytes * 16) return kill('it does not read its orders')
    stdin.write(`${JSON.stringify(order)}\n`)
  }

  function take(line: string): void {
    const report = BotsReport.safeParse(parse(line))
    if (!report.success) {
      if (line.trim() !== '') note('warn', 'a line of the bots could not be read')
      return
    }
    heardAt = performance.now()
    if (report.data.type !== 'pong') deps.hear(report.data)
  }

  function note(level: 'info' | 'warn' | 'error', message: string): void {
    const minute = Math.floor(performance.now() / 60_000)
    if (minute !== logged.minute) logged = { minute, lines: 0 }
    if (++logged.lines > logLinesPerMinute) return
    log[level]({ feature: 'bots' }, redact(message).slice(0, 1_000))
  }

  function takeLog(line: string): void {
    const value = parse(line)
    const { level, msg } = (typeof value === 'object' && value !== null ? value : {}) as Record<
      string,
      unknown
    > // whatever it wrote
    const text = typeof msg === 'string' ? msg : line
    const isBad = level === 'error' || level === 'fatal' || (typeof level === 'number' && level >= 50)
    const isOdd = level === 'warn' || (typeof level === 'number' && level >= 40)
    if (text.trim() !== '') note(isBad ? 'error' : isOdd ? 'warn' : 'info', text)
  }

  const watching = setInterval(() => {
    if (performance.now() - heardAt > pongMs) return kill('it did not answer any more')
    send({ type: 'ping', id: ++pings })
  }, pingMs)
  watching.unref()

  function kill(reason: string): void {
    why ??= reason
    void stop(0)
  }

  /** Ends it and everything that it has started; `graceMs` for what it still has to do. */
  async function stop(graceMs: number): Promise<void> {
    child.stdin?.end()
    await endFamily(child, `${botsTag}=${deps.tag}`, graceMs)
    await exited.promise
  }

  const end = (reason: string): void => {
    clearInterval(watching)
    deps.ended(why ?? reason)
    exited.resolve()
  }
  child.stdin?.on('error', () => undefined) // it may end without reading
  if (child.stdout)
    readLines(child.stdout, limits.botLineBytes, take, () => note('warn', 'a line was too long'))
  if (child.stderr) readLines(child.stderr, limits.botLineBytes, takeLog)
  once(child, 'exit').then(
    ([code, signal]) => end(`it ended with ${signal ?? `status ${String(code)}`}`),
    (error: NodeJS.ErrnoException) => end(`it could not be started (${error.code ?? error.message})`),
  )

  return {
    send,
    stop,
    /** Milliseconds since it was started. */
    age: (): number => performance.now() - began,
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
