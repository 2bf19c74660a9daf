#!/usr/bin/env node

/* oxlint-disable max-lines -- one file on purpose: it is copied to where it is needed */
// A small, deterministic stand-in for the Anthropic Messages API.
// No dependencies; Node 20 or newer. README.md beside this file describes it.

import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

/* ------------------------------------------------------------------ *
 * Small helpers
 * ------------------------------------------------------------------ */

const sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (ms <= 0 || signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
  })

/** The longest that a timer can wait. */
const FOREVER = 2 ** 31 - 1

const digest = (value, length = 24) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, length)

/** A rough but stable estimate: four characters a token. */
const countTokens = (value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '')
  return Math.max(1, Math.ceil(text.length / 4))
}

/** Pieces that look like tokens: a word with the white space after it. */
const tokenize = (text) => text.match(/\S+\s*|\s+/g) ?? []

const clip = (text, max) => (text.length > max ? `${text.slice(0, max)}…` : text)

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

const asBlocks = (content) => {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content.filter(isObject) : []
}

/* ------------------------------------------------------------------ *
 * Directives: [[name argument]] inside what the user said
 * ------------------------------------------------------------------ */

/** Every outermost [[…]] of the text, brackets balanced so that JSON arrays may stand inside. */
const findDirectives = (text) => {
  const found = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (depth === 0) {
      if (char === '[' && text[i + 1] === '[') {
        depth = 2
        start = i
        i++
      }
    } else if (char === '[') {
      depth++
    } else if (char === ']' && --depth === 0) {
      found.push({ start, end: i + 1, body: text.slice(start + 2, i - 1).trim() })
    }
  }
  return found
}

/** `Bash echo hi` or `mcp__notes__add {"text":"x"}` to a tool call. */
const parseTool = (rest) => {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(rest)
  if (!match) return null
  const [, name, argument] = match
  if (argument.startsWith('{')) {
    try {
      return { name, input: JSON.parse(argument) }
    } catch {
      // Not JSON: fall through to the short form.
    }
  }
  const [first = '', second = '', third = ''] = argument.split('|')
  switch (name) {
    case 'Bash':
      return { name, input: { command: argument, description: `Run ${clip(argument, 40)}` } }
    case 'Read':
      return { name, input: { file_path: argument } }
    case 'Write':
      return { name, input: { file_path: first.trim(), content: argument.slice(first.length + 1) } }
    case 'Edit':
      return { name, input: { file_path: first.trim(), old_string: second, new_string: third } }
    case 'Glob':
    case 'Grep':
      return { name, input: { pattern: argument } }
    case 'WebFetch':
      return { name, input: { url: first.trim(), prompt: second || 'Summarize the page.' } }
    case 'Agent':
    case 'Task':
      return {
        name,
        input: { description: 'Delegated work', prompt: argument, subagent_type: 'general-purpose' },
      }
    case 'Skill':
      return { name, input: { skill: argument } }
    default:
      return { name, input: argument ? { input: argument } : {} }
  }
}

/** `Which one?|Red|Green` to the input of the AskUserQuestion tool. */
const parseAsk = (rest, multiSelect) => {
  const [question = '', ...options] = rest.split('|').map((part) => part.trim())
  const labels = options.filter(Boolean).length >= 2 ? options.filter(Boolean) : ['Red', 'Green', 'Blue']
  return {
    name: 'AskUserQuestion',
    input: {
      questions: [
        {
          question: question || 'Which colour do you want?',
          header: 'Choice',
          multiSelect,
          options: labels.map((label) => ({ label, description: `Choose ${label}` })),
        },
      ],
    },
  }
}

const PLAN_FILE = '{plan file}'

const keyValues = (rest) =>
  Object.fromEntries([...rest.matchAll(/([a-z0-9_-]+)=(\S+)/gi)].map(([, key, value]) => [key, value]))

/** `Name: value` to an object with that header, or to an empty one. */
const parseHeader = (line) => {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*([\t\x20-\x7e]*)$/.exec(line.trim()) ?? []
  return name ? { [name.toLowerCase()]: value } : {}
}

/** `5h=0.82 7d=0.31` to the rate-limit headers that a subscription's replies carry. */
const limitHeaders = (values) => {
  const prefix = 'anthropic-ratelimit-unified-'
  const headers = {}
  const now = Math.floor(Date.now() / 1000)
  let worst = ['', -1, 0]
  for (const [window, length] of [
    ['5h', 5 * 3600],
    ['7d', 7 * 86400],
  ]) {
    if (values[window] === undefined) continue
    const used = Number(values[window])
    const reset = Number(values[`${window}-reset`] ?? now + Math.round(length / 2))
    headers[`${prefix}${window}-utilization`] = String(used)
    headers[`${prefix}${window}-reset`] = String(reset)
    headers[`${prefix}${window}-status`] = limitStatus(used)
    if (used > worst[1]) worst = [window, used, reset]
  }
  if (worst[0]) {
    headers[`${prefix}status`] = limitStatus(worst[1])
    headers[`${prefix}reset`] = String(worst[2])
    headers[`${prefix}representative-claim`] = worst[0] === '5h' ? 'five_hour' : 'seven_day'
  }
  return headers
}

const limitStatus = (used) => (used >= 1 ? 'rejected' : used >= 0.8 ? 'allowed_warning' : 'allowed')

/** What a prompt asks this server to do. */
const parseScript = (prompt) => {
  const script = {
    tools: [],
    parallel: false,
    delay: undefined,
    wait: 0,
    think: undefined,
    say: undefined,
    error: undefined,
    streamError: undefined,
    cut: undefined,
    hang: false,
    stop: undefined,
    usage: {},
    headers: {},
    plain: prompt,
  }
  const directives = findDirectives(prompt)
  for (const { body } of directives) {
    const tool = /^tool:\s*([\s\S]*)$/i.exec(body)
    if (tool) {
      const parsed = parseTool(tool[1])
      if (parsed) script.tools.push(parsed)
      continue
    }
    const [, name = '', rest = ''] = /^([a-z-]+)\s*([\s\S]*)$/i.exec(body) ?? []
    const values = keyValues(rest)
    const number = Number.parseInt(rest, 10)
    const times = Number(/\bx(\d+)\b/.exec(rest)?.[1] ?? Infinity)
    switch (name.toLowerCase()) {
      case 'ask':
        script.tools.push(parseAsk(rest, false))
        break
      case 'ask-many':
        script.tools.push(parseAsk(rest, true))
        break
      case 'plan':
        script.tools.push(
          {
            name: 'Write',
            input: { file_path: PLAN_FILE, content: rest || '1. First step\n2. Second step' },
          },
          { name: 'ExitPlanMode', input: {} },
        )
        break
      case 'parallel':
        script.parallel = true
        break
      case 'slow':
        script.delay = Number.isFinite(number) ? number : 200
        break
      case 'wait':
        script.wait = Number.isFinite(number) ? number : 1000
        break
      case 'hang':
        script.hang = true
        break
      case 'think':
        script.think = /^\d+$/.test(rest) ? longText(number) : rest || 'Let me think about this.'
        break
      case 'say':
        script.say = rest
        break
      case 'long':
        script.say = longText(Number.isFinite(number) ? number : 500)
        break
      case 'markdown':
        script.say = MARKDOWN_SAMPLE
        break
      case 'error':
        script.error = {
          status: number >= 400 && number <= 599 ? number : 500,
          times,
          after: Number(values.after ?? 0),
          retryAfter: values['retry-after'],
          final: /\bfinal\b/.test(rest),
        }
        break
      case 'stream-error':
        script.streamError = {
          type: /^[a-z_]+_error/.exec(rest)?.[0] ?? 'overloaded_error',
          pieces: 3,
          times,
        }
        break
      case 'cut':
        script.cut = { pieces: Number.isFinite(number) ? number : 3, times }
        break
      case 'limits':
        Object.assign(script.headers, limitHeaders(values))
        break
      case 'stop':
        script.stop = rest.trim() || 'max_tokens'
        break
      case 'usage':
        script.usage = {
          ...(values.in && { input_tokens: Number(values.in) }),
          ...(values.out && { output_tokens: Number(values.out) }),
          ...(values['cache-read'] && { cache_read_input_tokens: Number(values['cache-read']) }),
          ...(values['cache-write'] && { cache_creation_input_tokens: Number(values['cache-write']) }),
        }
        break
      case 'header':
        Object.assign(script.headers, parseHeader(rest))
        break
      default:
        break
    }
  }
  let plain = ''
  let at = 0
  for (const { start, end } of directives) {
    plain += prompt.slice(at, start)
    at = end
  }
  script.plain = (plain + prompt.slice(at)).replace(/[ \t]{2,}/g, ' ').trim()
  return script
}

const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliet']

/** `count` words, always the same ones, ten to a sentence and five sentences to a paragraph. */
const longText = (count) => {
  let text = ''
  for (let i = 1; i <= count; i++) {
    const word = `${WORDS[(i - 1) % WORDS.length]}-${i}`
    const end = i === count ? '.' : i % 50 === 0 ? '.\n\n' : i % 10 === 0 ? '. ' : ' '
    text += word + end
  }
  return text
}

const MARKDOWN_SAMPLE = `# A heading

A paragraph with **bold**, *italic*, \`code\` and [a link](https://example.com/).

- first item
- second item
  - nested item

1. one
2. two

| Name | Value |
| ---- | ----: |
| a    |     1 |
| b    |     2 |

\`\`\`js
const answer = 40 + 2;
console.log(answer < 50 && 'ok');
\`\`\`

> A quotation.

- [x] done
- [ ] to do

<script>alert('must not run')</script>
`

/* ------------------------------------------------------------------ *
 * Reading the conversation
 * ------------------------------------------------------------------ */

/** What coding CLIs add around a prompt. None of it was typed by a user. */
const INJECTED =
  /<(system-reminder|task-notification|session|local-command-caveat|local-command-stdout|local-command-stderr|command-name|command-message|command-args|bash-input|bash-stdout|bash-stderr)>[\s\S]*?<\/\1>/g

/** Around text that was pasted into a terminal. The text itself counts as typed. */
const PASTE_TAGS = /<\/?pasted_content\b[^>]*>/g

/** Left behind by Claude Code where the user stopped a turn or attached a picture. */
const MARKER = /^\[(Request interrupted by user|Image: source:|Image #\d)[^\]]*\]$/

/** How Claude Code asks for a summary when it compacts a conversation. */
const COMPACTION = /^CRITICAL: Respond with TEXT ONLY\b/

/** How Claude Code hands over a message that the user sent while the turn was running. */
const SENT_MEANWHILE =
  /The user sent a new message while you were working:\n([\s\S]*?)(?=\n\nThis is how Claude Code|\n\nIMPORTANT:|\n?<\/system-reminder>|$)/g

/** What was typed in this message. Several messages sent in a row arrive as blocks of one; the last one counts. */
const userText = (message) => {
  if (message?.role !== 'user') return ''
  return (
    asBlocks(message.content)
      .filter((block) => block.type === 'text')
      .map((block) =>
        String(block.text ?? '')
          .replace(INJECTED, '')
          .replace(PASTE_TAGS, '')
          .trim(),
      )
      .filter((text) => text && !MARKER.test(text))
      .at(-1) ?? ''
  )
}

const resultText = (block) =>
  asBlocks(block.content)
    .map((part) => (part.type === 'text' ? part.text : `[${part.type}]`))
    .join('\n')

/**
 * Where the conversation stands: what the user said last, what was sent while
 * the turn ran, which tool results have come back since, and whether the last
 * word is a background task's. Read from the request alone, so a retry, a
 * resumed session and a restarted server all get the same answer.
 */
const readTurn = (messages) => {
  let start = messages.length - 1
  while (start >= 0 && !userText(messages[start])) start--
  const uses = new Map()
  for (const message of messages) {
    if (message.role !== 'assistant') continue
    for (const block of asBlocks(message.content)) if (block.type === 'tool_use') uses.set(block.id, block)
  }
  const results = []
  const meanwhile = []
  let notice
  for (const message of messages.slice(Math.max(start, 0) + 1)) {
    if (message.role === 'assistant') {
      notice = undefined
      continue
    }
    for (const block of asBlocks(message.content)) {
      if (block.type === 'text') {
        const text = String(block.text ?? '')
        for (const [, sent] of text.matchAll(SENT_MEANWHILE)) meanwhile.push(sent.trim())
        notice = /<task-notification>[\s\S]*?<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1].trim() ?? notice
      } else if (block.type === 'tool_result') {
        results.push({
          name: uses.get(block.tool_use_id)?.name ?? 'tool',
          isError: block.is_error === true,
          text: resultText(block),
        })
      }
    }
  }
  return { prompt: start >= 0 ? userText(messages[start]) : '', meanwhile, results, notice }
}

/* ------------------------------------------------------------------ *
 * Deciding on a reply
 * ------------------------------------------------------------------ */

/** A value that fits a JSON schema, for structured output and forced tools. */
const sample = (schema, hint) => {
  if (!isObject(schema)) return null
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const alternative = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (alternative) return sample(alternative, hint)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type ?? (schema.properties ? 'object' : 'null')) {
    case 'object': {
      const required = schema.required ?? Object.keys(schema.properties ?? {})
      return Object.fromEntries(required.map((key) => [key, sample(schema.properties?.[key], hint)]))
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items, hint))
    case 'string':
      return clip(hint, 60) || 'text'
    case 'integer':
    case 'number':
      return schema.minimum ?? 0
    case 'boolean':
      return false
    default:
      return null
  }
}

/** Plan mode names the file that the plan belongs in; `[[plan …]]` writes it there. */
const withPlanFile = (call, body) => {
  if (call.name !== 'Write' || call.input.file_path !== PLAN_FILE) return call
  const [path] =
    [...JSON.stringify([body.system, body.messages]).matchAll(/[^\s"`']+\/plans\/[\w.-]+\.md/g)].at(-1) ?? []
  return { ...call, input: { ...call.input, file_path: path ?? 'plan.md' } }
}

/** The words of the last user message, without tags and directives. */
const plainWords = (body) => {
  const message = body.messages.findLast(({ role }) => role === 'user')
  const text = asBlocks(message?.content)
    .map((block) => (block.type === 'text' ? String(block.text ?? '') : ''))
    .join('\n')
  const inner = /<session>([\s\S]*?)<\/session>/.exec(text)?.[1] ?? text.replace(INJECTED, '')
  return parseScript(inner.replace(/<[^>]*>/g, ' '))
    .plain.replace(/\s+/g, ' ')
    .trim()
}

const toolUse = (tool, seed, index) => ({
  type: 'tool_use',
  id: `toolu_${digest([seed, index, tool])}`,
  name: tool.name,
  input: tool.input,
})

/** What the model "says": the content blocks and why it stopped. */
const compose = (body, script, turn) => {
  const seed = [body.metadata, body.messages]
  const content = []
  const mayCall = Array.isArray(body.tools) && body.tools.length > 0 && body.tool_choice?.type !== 'none'
  if (script.think !== undefined && turn.results.length === 0) {
    content.push({ type: 'thinking', thinking: script.think, signature: `sig_${digest(script.think, 32)}` })
  }

  if (turn.notice !== undefined) {
    content.push({ type: 'text', text: `Noticed: ${turn.notice}` })
    return { content, stopReason: 'end_turn' }
  }

  const remaining = script.tools.slice(turn.results.length).map((call) => withPlanFile(call, body))
  if (mayCall && remaining.length > 0) {
    const calls = script.parallel ? remaining : remaining.slice(0, 1)
    content.push({ type: 'text', text: `Using ${calls.map((call) => call.name).join(', ')}.` })
    calls.forEach((call, index) => content.push(toolUse(call, seed, index)))
    return { content, stopReason: 'tool_use' }
  }

  if (mayCall && ['tool', 'any'].includes(body.tool_choice?.type)) {
    const tool = body.tools.find(({ name }) => name === body.tool_choice.name) ?? body.tools[0]
    content.push(
      toolUse({ name: tool.name, input: sample(tool.input_schema, plainWords(body)) ?? {} }, seed, 0),
    )
    return { content, stopReason: 'tool_use' }
  }

  const format = body.output_config?.format ?? body.output_format
  if (format?.type === 'json_schema') {
    content.push({ type: 'text', text: JSON.stringify(sample(format.schema, plainWords(body))) })
    return { content, stopReason: script.stop ?? 'end_turn' }
  }

  const lines = []
  if (script.say !== undefined) lines.push(script.say)
  else if (COMPACTION.test(turn.prompt)) lines.push(`Summary of ${body.messages.length} messages.`)
  else {
    if (script.plain || turn.results.length === 0) lines.push(`Echo: ${script.plain}`.trim())
    for (const result of turn.results) {
      lines.push(
        `${result.name} ${result.isError ? 'failed' : 'returned'}: ${clip(result.text.trim(), 2000)}`,
      )
    }
    for (const text of turn.meanwhile) lines.push(`Meanwhile: ${parseScript(text).plain}`)
  }
  content.push({ type: 'text', text: lines.join('\n\n') })
  return { content, stopReason: script.stop ?? 'end_turn' }
}

/** A reply put in the queue by POST /__replies, in the form of a script. */
const scriptOf = (reply) => ({
  ...parseScript(''),
  tools: (reply.tools ?? []).map(({ name, input }) => ({ name, input: input ?? {} })),
  parallel: true,
  delay: reply.delay,
  wait: reply.wait ?? 0,
  think: reply.think,
  say: reply.text ?? '',
  error: reply.error ? { times: Infinity, after: 0, ...reply.error } : undefined,
  stop: reply.stop,
  usage: reply.usage ?? {},
  headers: reply.headers ?? {},
})

/* ------------------------------------------------------------------ *
 * Errors, as the API words them
 * ------------------------------------------------------------------ */

const ERRORS = {
  400: ['invalid_request_error', 'Invalid request'],
  401: ['authentication_error', 'invalid x-api-key'],
  402: ['billing_error', 'Your credit balance is too low to access the API'],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'Not found'],
  408: ['timeout_error', 'Request timed out'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', 'This request would exceed your rate limit. Please try again later.'],
  500: ['api_error', 'Internal server error'],
  503: ['api_error', 'Service unavailable'],
  504: ['timeout_error', 'Request timed out'],
  529: ['overloaded_error', 'Overloaded'],
}

const errorBody = (status, message, requestId) => {
  const [type, text] = ERRORS[status] ?? (status >= 500 ? ERRORS[500] : ERRORS[400])
  return { type: 'error', error: { type, message: message ?? text }, request_id: requestId }
}

class ApiError extends Error {
  constructor(status, message, headers = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

const fail = (status, message, headers) => {
  throw new ApiError(status, message, headers)
}

/** The checks of the real API that a client is most likely to trip over. */
const validate = (body, { counting }) => {
  if (!isObject(body)) fail(400, 'The request body is not valid JSON')
  if (typeof body.model !== 'string' || !body.model) fail(400, 'model: Field required')
  if (!counting && !(Number.isInteger(body.max_tokens) && body.max_tokens >= 1)) {
    fail(400, 'max_tokens: Input should be a valid integer greater than or equal to 1')
  }
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    fail(400, 'messages: at least one message is required')
  }
  let open = new Set()
  body.messages.forEach((message, index) => {
    if (!['user', 'assistant', 'system'].includes(message?.role)) {
      fail(400, `messages.${index}.role: Input should be 'user', 'assistant' or 'system'`)
    }
    if (typeof message.content !== 'string' && !Array.isArray(message.content)) {
      fail(400, `messages.${index}.content: Input should be a valid string or list`)
    }
    if (message.role === 'system') return
    const blocks = asBlocks(message.content)
    if (message.role === 'assistant') {
      if (open.size > 0) missing(index - 1, open)
      open = new Set(blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => id))
      return
    }
    for (const block of blocks) {
      if (block.type !== 'tool_result') continue
      if (!open.delete(block.tool_use_id)) {
        fail(
          400,
          `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.tool_use_id}. ` +
            'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
        )
      }
    }
    if (open.size > 0) missing(index, open)
  })
  if (open.size > 0) missing(body.messages.length - 1, open)
}

const missing = (index, ids) =>
  fail(
    400,
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ` +
      `${[...ids].join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  )

/* ------------------------------------------------------------------ *
 * Sending a reply
 * ------------------------------------------------------------------ */

/** The pieces in which a content block is streamed. */
const deltasOf = (block) => {
  switch (block.type) {
    case 'thinking':
      return [
        ...tokenize(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature },
      ]
    case 'tool_use':
      return ['', ...(JSON.stringify(block.input).match(/[\s\S]{1,16}/g) ?? [])].map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }))
    default:
      return tokenize(block.text).map((text) => ({ type: 'text_delta', text }))
  }
}

const emptyBlock = (block) => {
  switch (block.type) {
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, input: {} }
    default:
      return { type: 'text', text: '' }
  }
}

/** Cut the text short at `max_tokens`, as the API does. Tool calls are left whole. */
const limit = (reply, maxTokens) => {
  let left = maxTokens
  const content = []
  for (const block of reply.content) {
    if (block.type !== 'text') {
      content.push(block)
      continue
    }
    const pieces = tokenize(block.text)
    if (pieces.length > left) {
      content.push({ type: 'text', text: pieces.slice(0, left).join('') })
      return { content, stopReason: 'max_tokens' }
    }
    left -= pieces.length
    content.push(block)
  }
  return { ...reply, content }
}

/* ------------------------------------------------------------------ *
 * The server
 * ------------------------------------------------------------------ */

const DEFAULT_MODELS = [
  ['claude-opus-5-5', 'Claude Opus 5.5'],
  ['claude-sonnet-5-5', 'Claude Sonnet 5.5'],
  ['claude-haiku-5-5', 'Claude Haiku 5.5'],
]

const MAX_BODY = 32 * 1024 * 1024

const readBody = async (request) => {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY) fail(413)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/**
 * @param {object} [options]
 * @param {number} [options.delay] milliseconds between streamed pieces (0)
 * @param {string[]} [options.apiKeys] the only keys to accept (any)
 * @param {Record<string, string>} [options.headers] added to every reply of the API
 * @param {string[]} [options.models] ids that GET /v1/models lists
 * @param {number} [options.keep] how many requests to remember (1000)
 */
export const createFakeAnthropic = (options = {}) => {
  const config = { delay: 0, apiKeys: [], headers: {}, models: DEFAULT_MODELS, keep: 1000, ...options }
  config.models = config.models.map((model) => (Array.isArray(model) ? model : [model, model]))
  let requests = []
  let replies = []
  let attempts = new Map()
  let count = 0

  const reset = () => {
    requests = []
    replies = []
    attempts = new Map()
    count = 0
  }

  const sendJson = (response, status, value, headers = {}) => {
    const text = JSON.stringify(value)
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...headers,
    })
    response.end(response.req.method === 'HEAD' ? undefined : text)
  }

  const authorize = (request) => {
    const key = request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer\s+/i, '')
    if (!key) fail(401, 'x-api-key header is required')
    if (config.apiKeys.length > 0 && !config.apiKeys.includes(key)) fail(401)
    if (!request.headers['anthropic-version']) fail(400, 'anthropic-version: header is required')
  }

  const takeReply = (text) => {
    const index = replies.findIndex(({ contains }) => contains === undefined || text.includes(contains))
    return index < 0 ? undefined : replies.splice(index, 1)[0]
  }

  const messages = async (request, response, record, headers) => {
    const { body } = record
    validate(body, { counting: false })
    const turn = readTurn(body.messages)
    record.prompt = turn.prompt
    record.meanwhile = turn.meanwhile
    record.toolResults = turn.results

    const queued = takeReply(`${JSON.stringify(body.system ?? '')}\n${turn.prompt}`)
    const script = queued ? scriptOf(queued) : parseScript(turn.prompt)
    if (!queued) for (const text of turn.meanwhile) script.tools.push(...parseScript(text).tools)
    const asked = queued ? { prompt: '', meanwhile: [], results: [] } : turn
    Object.assign(headers, script.headers)
    const conversation = digest([body.metadata, body.messages])
    /** Whether this is one of the first `times` attempts at this very request. */
    const strikes = (fault, kind) => {
      if (!fault || turn.results.length < (fault.after ?? 0)) return false
      const key = `${kind} ${conversation}`
      const attempt = (attempts.get(key) ?? 0) + 1
      attempts.set(key, attempt)
      return attempt <= fault.times
    }

    const abort = new AbortController()
    response.on('close', () => {
      if (response.writableFinished) return
      if (record.outcome === 'pending') record.outcome = 'aborted'
      if (response.headersSent) record.status = response.statusCode
      abort.abort()
    })

    if (response.destroyed) abort.abort()
    await sleep(script.hang ? FOREVER : script.wait, abort.signal)
    if (abort.signal.aborted) return

    if (strikes(script.error, 'error')) {
      const { status, retryAfter, final, message } = script.error
      fail(status, message, {
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
        ...(final && { 'x-should-retry': 'false' }),
      })
    }

    const reply = limit(compose(body, script, asked), body.max_tokens)
    const pieces = reply.content.flatMap(deltasOf)
    const usage = {
      input_tokens: countTokens([body.system, body.tools, body.messages]),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: pieces.length,
      service_tier: 'standard',
      ...script.usage,
    }
    const message = {
      id: `msg_${digest(['message', conversation])}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...usage, output_tokens: 1 },
    }
    record.reply = { content: reply.content, stop_reason: reply.stopReason, usage }

    if (!body.stream) {
      const pause = (script.delay ?? config.delay) * pieces.length
      await sleep(pause, abort.signal)
      if (abort.signal.aborted) return
      sendJson(
        response,
        200,
        { ...message, content: reply.content, stop_reason: reply.stopReason, usage },
        headers,
      )
      return
    }

    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
      ...headers,
    })
    response.socket?.setNoDelay(true)
    const event = async (type, data = {}) => {
      if (abort.signal.aborted) return
      const room = response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
      if (!room) {
        await new Promise((resolve) => {
          const done = () => {
            response.off('drain', done)
            abort.signal.removeEventListener('abort', done)
            resolve()
          }
          response.once('drain', done)
          abort.signal.addEventListener('abort', done, { once: true })
        })
      }
    }

    const cut = strikes(script.cut, 'cut') ? script.cut : undefined
    const streamError = strikes(script.streamError, 'stream-error') ? script.streamError : undefined
    await event('message_start', { message })
    await event('ping')
    let sent = 0
    for (const [index, block] of reply.content.entries()) {
      await event('content_block_start', { index, content_block: emptyBlock(block) })
      for (const delta of deltasOf(block)) {
        if (abort.signal.aborted) return
        await sleep(script.delay ?? config.delay, abort.signal)
        await event('content_block_delta', { index, delta })
        sent++
        if (cut && sent >= cut.pieces) {
          record.outcome = 'cut'
          response.destroy()
          return
        }
        if (streamError && sent >= streamError.pieces) {
          record.outcome = 'stream-error'
          await event('error', { error: { type: streamError.type, message: 'Overloaded' } })
          response.end()
          return
        }
      }
      await event('content_block_stop', { index })
    }
    await event('message_delta', {
      delta: { stop_reason: reply.stopReason, stop_sequence: null },
      usage,
    })
    await event('message_stop')
    if (!abort.signal.aborted) response.end()
  }

  const model = ([id, displayName]) => ({
    type: 'model',
    id,
    display_name: displayName,
    created_at: '2026-01-01T00:00:00Z',
  })

  const api = async (request, response, url, record, headers) => {
    const { pathname } = url
    if (pathname === '/api/hello' || (pathname === '/' && request.method === 'HEAD')) {
      return sendJson(response, 200, { message: 'hello' }, headers)
    }
    if (!pathname.startsWith('/v1/')) fail(404)
    authorize(request)
    if (request.method === 'POST' && pathname === '/v1/messages') {
      return messages(request, response, record, headers)
    }
    if (request.method === 'POST' && pathname === '/v1/messages/count_tokens') {
      validate(record.body, { counting: true })
      const { system, tools, messages: list } = record.body
      return sendJson(response, 200, { input_tokens: countTokens([system, tools, list]) }, headers)
    }
    if (request.method === 'GET' && pathname === '/v1/models') {
      const data = config.models.map(model)
      return sendJson(
        response,
        200,
        { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
        headers,
      )
    }
    const one = /^\/v1\/models\/([^/]+)$/.exec(pathname)
    if (request.method === 'GET' && one) {
      const found = config.models.find(([id]) => id === decodeURIComponent(one[1]))
      if (!found) fail(404, `model: ${one[1]}`)
      return sendJson(response, 200, model(found), headers)
    }
    return fail(404)
  }

  const summaryOf = ({
    n,
    at,
    method,
    path,
    status,
    outcome,
    prompt,
    meanwhile,
    toolResults,
    reply,
    body,
  }) => ({
    n,
    at,
    method,
    path,
    status,
    outcome,
    model: body?.model,
    stream: body?.stream,
    tools: Array.isArray(body?.tools) ? body.tools.length : undefined,
    messages: Array.isArray(body?.messages) ? body.messages.length : undefined,
    prompt,
    meanwhile,
    toolResults,
    reply,
  })

  const control = async (request, response, url) => {
    const route = `${request.method} ${url.pathname}`
    const body = await readBody(request)
    switch (route) {
      case 'GET /__requests': {
        const since = Number(url.searchParams.get('since') ?? 0)
        const path = url.searchParams.get('path')
        const choose = () => requests.filter((entry) => entry.n > since && (!path || entry.path === path))
        const until = Date.now() + Math.min(Number(url.searchParams.get('wait') ?? 0), 60_000)
        while (choose().length === 0 && Date.now() < until && !response.destroyed) await sleep(10)
        const chosen = choose()
        const summary = url.searchParams.has('summary')
        return sendJson(response, 200, { count, requests: summary ? chosen.map(summaryOf) : chosen })
      }
      case 'DELETE /__requests':
        reset()
        return sendJson(response, 200, { ok: true })
      case 'POST /__replies': {
        const list = Array.isArray(body) ? body : [body]
        if (!list.every(isObject))
          return sendJson(response, 400, { error: 'expected an object or a list of them' })
        replies.push(...list)
        return sendJson(response, 200, { queued: replies.length })
      }
      case 'GET /__config':
        return sendJson(response, 200, { delay: config.delay, headers: config.headers })
      case 'PUT /__config':
        if (Number.isFinite(body?.delay)) config.delay = body.delay
        if (isObject(body?.headers)) config.headers = body.headers
        return sendJson(response, 200, { delay: config.delay, headers: config.headers })
      case 'GET /__health':
        return sendJson(response, 200, { ok: true })
      default:
        return sendJson(response, 404, { error: `no such route: ${route}` })
    }
  }

  const server = createServer(async (request, response) => {
    const url = URL.canParse(request.url ?? '', 'http://fake')
      ? new URL(request.url, 'http://fake')
      : new URL('http://fake/invalid')
    if (url.pathname.startsWith('/__')) {
      try {
        await control(request, response, url)
      } catch (error) {
        if (!response.headersSent) sendJson(response, error.status ?? 500, { error: error.message })
      }
      return
    }
    const n = ++count
    const requestId = `req_${String(n).padStart(6, '0')}`
    const record = {
      n,
      at: Date.now(),
      method: request.method,
      path: url.pathname,
      query: url.search,
      headers: request.headers,
      body: undefined,
      status: undefined,
      outcome: 'pending',
    }
    requests.push(record)
    if (requests.length > config.keep) requests.splice(0, requests.length - config.keep)
    const headers = { 'request-id': requestId, ...config.headers }
    response.on('finish', () => {
      record.status = response.statusCode
      if (record.outcome === 'pending') record.outcome = 'complete'
    })
    try {
      record.body = await readBody(request)
      await api(request, response, url, record, headers)
    } catch (error) {
      if (response.headersSent || response.destroyed) {
        response.destroy()
        return
      }
      const status = error instanceof ApiError ? error.status : 500
      record.outcome = 'error'
      sendJson(response, status, errorBody(status, error.message || undefined, requestId), {
        ...headers,
        ...error.headers,
      })
    }
  })

  // Clients keep connections open between requests; do not race them by closing early.
  server.keepAliveTimeout = 60_000
  server.requestTimeout = 0

  return {
    server,
    get requests() {
      return requests
    },
    queue: (...list) => void replies.push(...list),
    configure: (changes) => void Object.assign(config, changes),
    reset,
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const address = server.address()
          const name = host.includes(':') ? `[${host}]` : host
          resolve(`http://${name}:${address.port}`)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/* ------------------------------------------------------------------ *
 * Command line
 * ------------------------------------------------------------------ */

const USAGE = `Usage: node server.mjs [options]

  --port N           port to listen on, 0 for any free one (default 0)
  --host NAME        address to listen on (default 127.0.0.1)
  --delay MS         pause before each streamed piece (default 0)
  --api-key KEY      accept this key only; may be given more than once
  --header 'N: V'    add this header to every API reply; may be repeated
  --model ID         list this model; may be repeated
  --keep N           how many requests to remember (default 1000)
  --until-stdin-end  stop when standard input closes
  --help             show this text

The first line of output is JSON: {"url":"http://127.0.0.1:PORT","port":PORT,"pid":PID}
`

const parseArguments = (argv) => {
  const options = { port: 0, host: '127.0.0.1', apiKeys: [], headers: {}, models: [], untilStdinEnd: false }
  const rest = argv.flatMap((argument) => {
    const match = /^(--[a-z-]+)=([\s\S]*)$/.exec(argument)
    return match ? [match[1], match[2]] : [argument]
  })
  const number = (name, value) => {
    const parsed = Number(value)
    if (value === undefined || value === '' || !Number.isInteger(parsed) || parsed < 0) {
      throw new Error(`${name} needs a whole number`)
    }
    return parsed
  }
  const string = (name, value) => {
    if (!value) throw new Error(`${name} needs a value`)
    return value
  }
  while (rest.length > 0) {
    const name = rest.shift()
    switch (name) {
      case '--port':
        options.port = number(name, rest.shift())
        break
      case '--host':
        options.host = string(name, rest.shift())
        break
      case '--delay':
        options.delay = number(name, rest.shift())
        break
      case '--keep':
        options.keep = number(name, rest.shift())
        break
      case '--api-key':
        options.apiKeys.push(string(name, rest.shift()))
        break
      case '--model':
        options.models.push(string(name, rest.shift()))
        break
      case '--header': {
        const header = parseHeader(string(name, rest.shift()))
        if (Object.keys(header).length === 0) throw new Error(`${name} needs 'Name: value'`)
        Object.assign(options.headers, header)
        break
      }
      case '--until-stdin-end':
        options.untilStdinEnd = true
        break
      case '--help':
        options.help = true
        break
      default:
        throw new Error(`unknown option ${name}`)
    }
  }
  if (options.models.length === 0) delete options.models
  return options
}

const main = async () => {
  let options
  try {
    options = parseArguments(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
    return
  }
  if (options.help) {
    process.stdout.write(USAGE)
    return
  }
  const { port, host, untilStdinEnd, ...rest } = options
  const fake = createFakeAnthropic(rest)
  const url = await fake.listen(port, host)
  process.stdout.write(`${JSON.stringify({ url, port: fake.server.address().port, pid: process.pid })}\n`)
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await fake.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (untilStdinEnd) {
    process.stdin.on('end', stop).on('error', stop)
    process.stdin.resume()
  }
}

const isMain = () => {
  try {
    return realpathSync(process.argv[1] ?? '') === realpathSync(fileURLToPath(import.meta.url))
  } catch {
    return false
  }
}

if (isMain()) {
  main().catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
