// The one way to run ripgrep: what is looked for and where are never options, and no configuration of the person's counts.
import { createInterface } from 'node:readline'
import { AppError } from '../core/errors.ts'
import { childEnv, exec, spawn, stopGroup } from './exec.ts'

export type RipgrepMatch = { path: string; line: number; text: string; start: number; end: number }

export type RipgrepOptions = {
  cwd: string
  pattern: string
  /** Folder below `cwd`. */
  path: string
  regex: boolean
  caseSensitive: boolean
  all: boolean
  maxFileBytes: number
  signal: AbortSignal
}

let known: Promise<boolean> | null = null

/** Whether there is one, asked once. */
export function hasRipgrep(): Promise<boolean> {
  known ??= exec('rg', ['--version'], { timeoutMs: 5_000 }).then(
    ({ code }) => code === 0,
    (error: unknown) => {
      if (!(error instanceof AppError && error.code === 'not_implemented')) known = null // busy is not missing
      return false
    },
  )
  return known
}

const fixed = [
  '--json',
  '--no-config',
  '--no-messages',
  '--no-follow',
  '--no-ignore-global',
  '--no-ignore-dot',
  '--sort=path',
  '--threads=2',
  '--encoding=none',
  '--max-columns=0',
]

export function argsOf({
  pattern,
  path,
  regex,
  caseSensitive,
  all,
  maxFileBytes,
}: Omit<RipgrepOptions, 'cwd' | 'signal'>): string[] {
  return [
    ...fixed,
    `--max-filesize=${maxFileBytes}`,
    caseSensitive ? '--case-sensitive' : '--ignore-case',
    regex ? '--regex-size-limit=10M' : '--fixed-strings',
    ...(all ? ['--no-ignore', '--hidden', '--glob=!.git'] : []),
    '-e',
    pattern,
    '--',
    `./${path}`,
  ]
}

type Text = { text: string } | { bytes: string }
const textOf = (value: Text): string =>
  'text' in value ? value.text : Buffer.from(value.bytes, 'base64').toString()

/** One line of `rg --json`; null for what is no match. */
export function parseLine(line: string): RipgrepMatch | null {
  const { type, data } = JSON.parse(line) as {
    type: string
    data: { path: Text; lines: Text; line_number: number; submatches: { start: number; end: number }[] }
  }
  const [first] = type === 'match' ? data.submatches : []
  if (!first) return null
  const text = textOf(data.lines)
  const bytes = Buffer.from(text)
  // ripgrep counts bytes, we count characters
  const charsTo = (at: number) => bytes.subarray(0, at).toString().length
  return {
    path: textOf(data.path).replace(/^\.\//, ''),
    line: data.line_number,
    text,
    start: charsTo(first.start),
    end: charsTo(first.end),
  }
}

/** What ripgrep finds, as it finds it; it is ended when the reader leaves. @throws AppError invalid for a wrong expression */
export async function* ripgrep(options: RipgrepOptions): AsyncGenerator<RipgrepMatch> {
  const { cwd, signal } = options
  signal.throwIfAborted()
  const child = spawn('rg', argsOf(options), { cwd, env: childEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => void stopGroup(child, 500)
  signal.addEventListener('abort', stop, { once: true })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 2_000) said += chunk.toString()
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  ended.catch(() => undefined)
  try {
    if (child.stdout) {
      for await (const line of createInterface({ input: child.stdout })) {
        const match = parseLine(line)
        if (match) yield match
      }
    }
    const code = await ended
    signal.throwIfAborted()
    if (code === 2 && /regex|parse error/i.test(said))
      throw new AppError(
        'bad_request',
        `The expression cannot be read: ${said.trim().split('\n').pop() ?? ''}`,
      )
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
