// Owns the process of one call of a hook script.
import { fileURLToPath } from 'node:url'
import { limits } from '@atrium/schema'
import { randomText } from '../../core/ids.ts'
import { childEnv, spawn } from '../../host/exec.ts'
import { endFamily } from '../../host/strays.ts'

const child = fileURLToPath(new URL('./child.js', import.meta.url))
const stopMs = 2_000

/** Name of the variable by which every process of a hook is found again. */
export const hookTag = 'ATRIUM_HOOK'

export type HookCall = {
  /** The copy that was made of the approved file. */
  script: string
  mode: 'describe' | 'run'
  /** JSON; given to the script on its standard input. */
  context?: string
  timeoutMs: number
  /** Where it starts: the vault. */
  cwd: string
  /** What tells the processes of this hub from those of others. */
  owner: string
  signal: AbortSignal
}

/**
 * Runs a script to its end and gives what its last line says. When this resolves or throws, every process of it is gone.
 * @throws Error with one sentence that says what went wrong
 */
export async function callScript(call: HookCall): Promise<Record<string, unknown>> {
  const { script, mode, context = '', timeoutMs, cwd, owner, signal } = call
  const tag = `${owner}.${randomText(8)}`
  const program = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, script, mode], {
    cwd,
    env: childEnv({ [hookTag]: tag }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = tailOf(program.stdout)
  const complained = tailOf(program.stderr)
  program.stdin?.on('error', () => undefined) // it may end without reading
  program.stdin?.end(context)
  const over = Promise.withResolvers<string | null>()
  program.once('error', (error) => over.resolve(`It could not be started: ${error.message}`))
  program.once('exit', (code, by) =>
    over.resolve(code === 0 ? null : `It ended with ${by ?? `status ${code}`}`),
  )
  const timer = setTimeout(() => over.resolve(`It did not finish within ${timeoutMs / 1_000} s`), timeoutMs)
  const cut = () => over.resolve('The hub is stopping')
  signal.addEventListener('abort', cut, { once: true })
  if (signal.aborted) cut()
  const problem = await over.promise
  clearTimeout(timer)
  signal.removeEventListener('abort', cut)
  await endFamily(program, `${hookTag}=${tag}`, stopMs)
  const said = outcomeOf(printed())
  if (typeof said['error'] === 'string') throw new Error(said['error'])
  if (problem !== null) throw new Error([problem, lastLine(complained())].filter(Boolean).join(': '))
  return said
}

/** The end of what a program prints; the rest is not kept. */
function tailOf(stream: NodeJS.ReadableStream | null): () => string {
  let kept = Buffer.alloc(0)
  stream?.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-limits.hookOutputBytes)
  })
  return () => kept.toString('utf8')
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim().slice(0, 300) ?? ''

function outcomeOf(text: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
