// Owns the programs that an agent has the hub run for it: each asked about, its output kept within bounds, its end assured.
import type { ChildProcess } from 'node:child_process'
import { limits } from '@atrium/schema'
import { randomText } from '../../core/ids.ts'
import { spawn, stopGroup } from '../../host/exec.ts'
import { type Json, list, number, record, text } from '../claude-json.ts'
import { Refused } from './files.ts'
import { commandLine, type NamedCall } from './tools.ts'

type Exit = { exitCode: number | null; signal: string | null }

type Terminal = {
  child: ChildProcess
  /** The end of what it printed, as far as it is kept. */
  output: Tail
  exit: Exit | null
  over: Promise<Exit>
}

type Deps = {
  folder: string
  /** Whether the chat lets this call be made; what it gives is aborted by a stop. @throws Refused */
  allow: (call: NamedCall) => Promise<AbortSignal>
  /** How a program of this agent is started: its environment, and the sandbox around it where there is one. */
  launch: (
    command: string,
    args: string[],
    cwd: string,
  ) => Promise<{ file: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv }>
}

const maxTerminals = 16
const maxArgs = 1_000
const maxChunks = 1_000

export function createAcpTerminals({ folder, allow, launch }: Deps) {
  const terminals = new Map<string, Terminal>()
  /** Output of terminals that were given back: calls go on showing it. */
  const kept = new Map<string, string>()
  /** Those that are asked about. */
  let coming = 0
  let closed = false

  function find(params: unknown): Terminal {
    const found = terminals.get(text(record(params)['terminalId']) ?? '')
    if (!found) throw new Refused('There is no such terminal')
    return found
  }

  function envOf(params: Json): Record<string, string> {
    const given = list(params['env']).slice(0, 200).map(record)
    return Object.fromEntries(
      given.flatMap(({ name, value }) =>
        typeof name === 'string' &&
        /^[A-Za-z_]\w*$/.test(name) &&
        typeof value === 'string' &&
        !value.includes('\0')
          ? [[name, value]]
          : [],
      ),
    )
  }

  const stop = async (): Promise<void> =>
    void (await Promise.all([...terminals.values()].map(({ child }) => stopGroup(child, 1_000))))

  function remember(id: string, { output }: Terminal): void {
    kept.set(id, output.text())
    const [oldest] = kept.keys()
    if (kept.size > maxTerminals && oldest !== undefined) kept.delete(oldest)
  }

  /** What may be started, once the chat has said so. */
  async function allowed(asked: Json) {
    const command = text(asked['command']) ?? ''
    const args = list(asked['args']).slice(0, maxArgs).map(String)
    const cwd = text(asked['cwd']) ?? folder
    const env = envOf(asked)
    if (command === '' || [command, cwd, ...args].some((word) => word.includes('\0')))
      throw new Refused('There is no command')
    // What is set for it decides what it does as much as its arguments: rules look at it, and people see it.
    const set = Object.entries(env).map(([name, value]) => `${name}=${commandLine(value, [])} `)
    const line = set.join('') + commandLine(command, args)
    const stop = await allow({ name: 'Bash', input: { command: line, ...(cwd !== folder && { cwd }) } })
    const start = await launch(command, args, cwd)
    if (closed || stop.aborted) throw new Refused('It was stopped')
    const most = number(asked['outputByteLimit']) ?? limits.toolResultBytes
    return { start, env, most: Math.floor(Math.min(Math.max(1, most), 4 * limits.toolResultBytes)) }
  }

  function begin({ start, env, most }: Awaited<ReturnType<typeof allowed>>): { terminalId: string } {
    const child = spawn(start.file, start.args, {
      cwd: start.cwd,
      env: { ...env, ...start.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = Promise.withResolvers<Exit>()
    const output = createTail(most)
    const terminal: Terminal = { child, output, exit: null, over: ended.promise }
    child.stdout?.on('data', output.take)
    child.stderr?.on('data', output.take)
    const over = (exit: Exit) => {
      terminal.exit ??= exit
      ended.resolve(terminal.exit)
    }
    child.once('error', (error) => {
      output.take(Buffer.from(error.message))
      over({ exitCode: 127, signal: null })
    })
    child.once('close', (exitCode, signal) => over({ exitCode, signal }))
    const terminalId = `terminal_${randomText(12)}`
    terminals.set(terminalId, terminal)
    return { terminalId }
  }

  return {
    /** What ran in a terminal, also after it was given back. */
    outputOf: (id: string): string | null => terminals.get(id)?.output.text() ?? kept.get(id) ?? null,

    async create(params: unknown): Promise<{ terminalId: string }> {
      if (terminals.size + coming >= maxTerminals)
        throw new Refused(`At most ${maxTerminals} terminals may be open`)
      coming++
      try {
        return begin(await allowed(record(params)))
      } finally {
        coming--
      }
    },
    output(params: unknown) {
      const { output, exit } = find(params)
      return { output: output.text(), truncated: output.truncated, ...(exit && { exitStatus: exit }) }
    },
    waitForExit: (params: unknown): Promise<Exit> => find(params).over,
    async kill(params: unknown): Promise<Record<string, never>> {
      await stopGroup(find(params).child, 1_000)
      return {}
    },
    async release(params: unknown): Promise<Record<string, never>> {
      const terminal = find(params)
      const id = text(record(params)['terminalId']) ?? ''
      terminals.delete(id)
      await stopGroup(terminal.child, 1_000)
      remember(id, terminal)
      return {}
    },
    /** Ends what runs; what was printed can still be read. */
    stop,
    async close(): Promise<void> {
      closed = true
      await stop()
    },
  }
}

type Tail = { take: (chunk: Buffer) => void; text: () => string; readonly truncated: boolean }

/** The last bytes of what was printed, without copying them again for each piece that comes. */
function createTail(most: number): Tail {
  let chunks: Buffer[] = []
  let size = 0
  let truncated = false
  function joined(): Buffer {
    const all = Buffer.concat(chunks)
    const end = all.length > most ? wholeFrom(all.subarray(all.length - most)) : all
    chunks = [end]
    size = end.length
    return end
  }
  return {
    take(chunk) {
      chunks.push(chunk)
      size += chunk.length
      truncated ||= size > most
      if (size > 2 * most || chunks.length > maxChunks) joined()
    },
    text: () => joined().toString('utf8'),
    get truncated() {
      return truncated
    },
  }
}

/** Without the rest of a character that was cut in two. */
function wholeFrom(bytes: Buffer): Buffer {
  let at = 0
  while (at < 4 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++
  return bytes.subarray(at)
}
