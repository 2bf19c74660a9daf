// Writes transcripts of Claude Code and Codex as they lie on the disk of somebody who works with them a lot.
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

type Options = {
  /** Folders to write into: `claude/projects/…` and `codex/sessions/…` below it. */
  root: string
  bytes: number
  /** End of the newest session. */
  until: number
  days: number
  seed?: number
}

const models = [
  'claude-opus-4-6',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
  'claude-opus-4-1-20250805',
]
const tools = ['Bash', 'Read', 'Edit', 'Grep', 'Write', 'Glob', 'TodoWrite', 'WebFetch', 'Task']
const words =
  'the quick function returns const value "usage" of {input_tokens} import from \\ path /srv/app/src/index.ts line 42:\n\terror: expected `}` got EOF; await client.send(request) // naïve – größer ✓ '.split(
    ' ',
  )

/** Numbers that are the same in every run. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return { next, below, pick: <T>(of: readonly T[]): T => of[below(of.length)] as T }
}

export type Random = ReturnType<typeof createRandom>

/** @returns how many bytes and files were written */
export function writeTranscripts({ root, bytes, until, days, seed = 1 }: Options) {
  const random = createRandom(seed)
  // One text that pieces are cut from: making words is slower than the disk.
  const text = Array.from({ length: 60_000 }, () => random.pick(words)).join(' ')
  const cut = (length: number): string => {
    const from = random.below(text.length - length)
    return text.slice(from, from + length).toWellFormed()
  }
  let written = 0
  let files = 0
  while (written < bytes) {
    const start = until - random.below(days * 86_400_000)
    const codex = random.below(10) === 0
    const lines = codex ? codexLines(random, cut, start) : claudeLines(random, cut, start, files)
    const { path, content } = lines
    const whole = join(root, path)
    mkdirSync(join(whole, '..'), { recursive: true })
    const file = openSync(whole, 'w')
    const data = Buffer.from(content)
    writeSync(file, data)
    closeSync(file)
    written += data.length
    files++
  }
  return { bytes: written, files }
}

type Cut = (length: number) => string
const skewed = (random: Random, most: number): number => Math.floor(most * random.next() ** 4)
const uuidOf = (text: string): string => {
  const hex = createHash('md5').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function claudeLines(random: Random, cut: Cut, start: number, n: number) {
  const sessionId = uuidOf(`session ${n} ${random.next()}`)
  const project = `/srv/work/project-${random.below(40)}`
  const folder = project.replaceAll('/', '-')
  const model = random.pick(models)
  const parts: string[] = []
  let at = start
  let parent: string | null = null
  const common = (uuid: string) => ({
    parentUuid: parent,
    isSidechain: false,
    userType: 'external',
    cwd: project,
    sessionId,
    version: '2.1.330',
    gitBranch: 'main',
    uuid,
  })
  const push = (line: object): void => void parts.push(JSON.stringify(line))
  push({ type: 'file-history-snapshot', messageId: uuidOf(`${n} s`), snapshot: { trackedFileBackups: {} } })
  push({
    type: 'attachment',
    attachment: { type: 'prompt_snapshot', text: cut(30_000 + random.below(40_000)) },
    ...common(uuidOf(`${n} a`)),
    timestamp: new Date(at).toISOString(),
  })
  const answers = 20 + skewed(random, 800)
  let cached = 12_000
  for (let i = 0; i < answers; i++) {
    at += 1_000 + random.below(40_000)
    const uuid = uuidOf(`${n} ${i}`)
    const id = `msg_01${uuid.replaceAll('-', '').slice(0, 22)}`
    const requestId = `req_011${uuid.replaceAll('-', '').slice(3, 24)}`
    const tool = random.below(4) > 0
    const created = random.below(6_000)
    const usage = {
      input_tokens: random.below(20),
      cache_creation_input_tokens: created,
      cache_read_input_tokens: cached,
      cache_creation: { ephemeral_5m_input_tokens: created, ephemeral_1h_input_tokens: 0 },
      output_tokens: 20 + random.below(1_500),
      service_tier: 'standard',
    }
    cached = cached > 160_000 ? 20_000 : cached + created
    const blocks: object[] = []
    if (random.below(3) === 0)
      blocks.push({ type: 'thinking', thinking: cut(200 + skewed(random, 3_000)), signature: uuid.repeat(8) })
    if (random.below(3) === 0 || !tool) blocks.push({ type: 'text', text: cut(60 + skewed(random, 2_500)) })
    const toolId = `toolu_01${uuid.replaceAll('-', '').slice(0, 22)}`
    const name = random.pick(tools)
    if (tool)
      blocks.push({
        type: 'tool_use',
        id: toolId,
        name,
        input: { command: cut(40 + skewed(random, 5_000)), description: cut(40) },
      })
    for (const [b, block] of blocks.entries()) {
      const line = uuidOf(`${uuid} ${b}`)
      push({
        ...common(line),
        message: {
          model,
          id,
          type: 'message',
          role: 'assistant',
          content: [block],
          stop_reason: tool ? 'tool_use' : 'end_turn',
          stop_sequence: null,
          usage,
        },
        requestId,
        type: 'assistant',
        timestamp: new Date(at).toISOString(),
      })
      parent = line
    }
    at += random.below(20_000)
    const result = cut(100 + skewed(random, 12_000))
    push({
      ...common(uuidOf(`${uuid} u`)),
      type: 'user',
      message: tool
        ? {
            role: 'user',
            content: [{ tool_use_id: toolId, type: 'tool_result', content: result, is_error: false }],
          }
        : { role: 'user', content: cut(20 + random.below(300)) },
      ...(tool && { toolUseResult: { stdout: result, stderr: '', interrupted: false, isImage: false } }),
      timestamp: new Date(at).toISOString(),
    })
    if (random.below(60) === 0)
      push({
        ...common(uuidOf(`${uuid} e`)),
        type: 'system',
        subtype: 'api_error',
        level: 'error',
        error: { status: 529 },
        retryAttempt: 1,
        timestamp: new Date(at).toISOString(),
      })
  }
  return { path: join('claude/projects', folder, `${sessionId}.jsonl`), content: `${parts.join('\n')}\n` }
}

function codexLines(random: Random, cut: Cut, start: number) {
  const id = uuidOf(`codex ${start} ${random.next()}`)
  const cwd = `/srv/work/project-${random.below(40)}`
  const parts: string[] = []
  let at = start
  const push = (type: string, payload: object): void =>
    void parts.push(JSON.stringify({ timestamp: new Date(at).toISOString(), type, payload }))
  push('session_meta', {
    id,
    timestamp: new Date(at).toISOString(),
    cwd,
    originator: 'codex_cli_rs',
    cli_version: '0.118.0',
    instructions: cut(8_000),
  })
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  }
  const turns = 5 + skewed(random, 200)
  for (let i = 0; i < turns; i++) {
    at += 1_000 + random.below(60_000)
    push('turn_context', {
      cwd,
      approval_policy: 'on-request',
      model: 'gpt-5-codex',
      effort: 'medium',
      summary: 'auto',
    })
    push('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: cut(50 + random.below(400)) }],
    })
    for (let k = 0; k < 3; k++) {
      push('response_item', {
        type: 'function_call',
        name: 'shell',
        arguments: JSON.stringify({ command: ['bash', '-lc', cut(60 + skewed(random, 2_000))] }),
        call_id: `call_${i}_${k}`,
      })
      push('response_item', {
        type: 'function_call_output',
        call_id: `call_${i}_${k}`,
        output: cut(100 + skewed(random, 10_000)),
      })
      const input = 2_000 + random.below(60_000)
      const last = {
        input_tokens: input,
        cached_input_tokens: Math.floor(input * 0.8),
        output_tokens: 20 + random.below(900),
        reasoning_output_tokens: random.below(300),
        total_tokens: 0,
      }
      last.total_tokens = last.input_tokens + last.output_tokens
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += last[key]
      const info = { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 272_000 }
      const rate_limits = {
        primary: { used_percent: 12, window_minutes: 300, resets_in_seconds: 3_600 },
        secondary: { used_percent: 30, window_minutes: 10_080, resets_in_seconds: 90_000 },
      }
      push('event_msg', { type: 'token_count', info, rate_limits })
      if (random.below(8) === 0) push('event_msg', { type: 'token_count', info, rate_limits }) // told twice
    }
    push('response_item', {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: cut(100 + skewed(random, 2_000)) }],
    })
  }
  const day = new Date(start).toISOString()
  return {
    path: join(
      'codex/sessions',
      day.slice(0, 10).replaceAll('-', '/'),
      `rollout-${day.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`,
    ),
    content: `${parts.join('\n')}\n`,
  }
}
