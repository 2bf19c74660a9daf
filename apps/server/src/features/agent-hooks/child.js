// The hook of a coding agent, in a process of its own: `node child.js [--installed <record>] <event | statusline>`. What the
// agent tells comes on standard input; only an answer that decides something is printed. It never fails and never allows:
// when the hub cannot be asked the agent asks as it would without it, or, where rules of the hub might refuse, it must ask.
import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, stdin, stdout } from 'node:process'

const args = process.argv.slice(2)
const record = args[0] === '--installed' ? readJson(args.splice(0, 2)[1] ?? '') : null
const event = args[0] ?? ''
const deciding = event === 'PreToolUse' || event === 'PermissionRequest'
const patience = event === 'PermissionRequest' ? 305_000 : event === 'PreToolUse' ? 5_000 : 2_000

/** What the hub reads of a call that decides nothing; the rest may be large, and is nobody's business. */
const told = [
  'session_id',
  'transcript_path',
  'cwd',
  'permission_mode',
  'tool_name',
  'tool_use_id',
  'source',
  'reason',
  'notification_type',
  'agent_id',
]
const shown = ['session_id', 'transcript_path', 'rate_limits', 'cost', 'context_window', 'model']

/** @param {string} path */
function readJson(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

async function main() {
  // The hub gave this agent hooks of its own; those of the person's settings would tell everything twice.
  const isTwice = record !== null && env.ATRIUM_HOOKED !== undefined
  const input = await read()
  const own = event === 'statusline' ? showOwn(input) : null
  const hub = isTwice ? null : await target()
  const answer = hub && (await post(hub, bodyOf(input)).catch(() => null))
  if (deciding && hub) decide(answer)
  await own
}

function read() {
  return new Promise((done) => {
    /** @type {Buffer[]} */
    const parts = []
    stdin.on('data', (part) => parts.push(part))
    stdin.on('end', () => done(Buffer.concat(parts)))
    stdin.on('error', () => done(Buffer.concat(parts)))
  })
}

/** Where the hub is, what opens its door and which session this is; null outside the terminals of a hub. */
async function target() {
  const url = env.ATRIUM_URL ?? env.PENATES_URL
  const token = env.ATRIUM_TOKEN ?? env.PENATES_TOKEN
  const session = env.ATRIUM_SESSION ?? env.PENATES_SESSION
  if (url && token?.startsWith('atrs_') && session) return { url, token, session }
  if (!record?.url || !record.token || !env.TMUX) return null
  const name = await tmuxName()
  return name ? { url: record.url, token: record.token, session: name } : null
}

/** Tmux alters some names; the true one is kept beside it. */
function tmuxName() {
  const format = '#{?@atrium_name,#{@atrium_name},#{session_name}}'
  const pane = env.TMUX_PANE ? ['-t', env.TMUX_PANE] : []
  return new Promise((done) =>
    execFile('tmux', ['display-message', '-p', ...pane, format], { timeout: 1_000 }, (error, out) =>
      done(error ? '' : out.trim()),
    ),
  )
}

/** @param {Buffer} input */
function bodyOf(input) {
  if (deciding) return input
  let value
  try {
    value = JSON.parse(input.toString('utf8'))
  } catch {
    return Buffer.from('{}')
  }
  const fields = event === 'statusline' ? shown : told
  const kept = Object.fromEntries(fields.flatMap((name) => (name in value ? [[name, value[name]]] : [])))
  const call = JSON.stringify(value.tool_input ?? null)
  return Buffer.from(
    JSON.stringify(
      event.startsWith('PostToolUse') && call.length < 900_000
        ? { ...kept, tool_input: value.tool_input }
        : kept,
    ),
  )
}

/**
 * @param {{ url: string, token: string, session: string }} hub
 * @param {Buffer} body
 * @returns {Promise<string | null>} null when it was not answered well
 */
async function post(hub, body) {
  const path = event === 'PreToolUse' ? 'pre-tool-use' : event
  const url = new URL(`/api/hooks/${encodeURIComponent(path)}`, hub.url)
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const headers = {
    authorization: `Bearer ${hub.token}`,
    'content-type': 'application/json',
    'content-length': body.length,
    'x-atrium-session': hub.session,
    'x-atrium-hooks': '1',
  }
  return new Promise((done) => {
    const call = request(url, { method: 'POST', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => (text += part))
      answer.on('end', () => done(answer.statusCode === 200 ? text : null))
      answer.on('error', () => done(null))
    })
    call.on('error', () => done(null))
    call.setTimeout(patience, () => call.destroy())
    call.end(body)
  })
}

/** @param {string | null} answer */
function decide(answer) {
  if (answer === '') return
  const decision = answer === null ? null : decisionIn(answer)
  if (decision) stdout.write(JSON.stringify(decision))
  // The dialog of a PermissionRequest is open already; before a tool is used it has to be asked for.
  else if (event === 'PreToolUse' && (answer !== null || hasRules()))
    stdout.write(
      JSON.stringify({
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'ask',
          permissionDecisionReason: 'Atrium could not be asked',
        },
      }),
    )
}

/** Only what is a whole decision about this very event is passed on. @param {string} text */
function decisionIn(text) {
  try {
    const value = JSON.parse(text)
    const output = value.hookSpecificOutput
    if (output.hookEventName !== event) return null
    const word = event === 'PreToolUse' ? output.permissionDecision : output.decision.behavior
    return ['allow', 'deny', 'ask'].includes(word) ? value : null
  } catch {
    return null
  }
}

/** Whether the hub has rules that refuse something; it leaves a file where it does. */
const hasRules = () => {
  const place = record?.runtime ?? env.ATRIUM_HOOKED
  return typeof place === 'string' && existsSync(join(place, 'has-rules'))
}

/** The status line of the person goes on as if this one were not there. @param {Buffer} input */
function showOwn(input) {
  const command = ownStatusLine(input)
  if (!command) return Promise.resolve()
  return new Promise((done) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'] })
    child.on('error', () => done(undefined))
    child.on('close', () => done(undefined))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** As the agent itself would choose it: of the project, else of the person. @param {Buffer} input */
function ownStatusLine(input) {
  if (record !== null) return record.statusLine?.command
  const home = env.CLAUDE_CONFIG_DIR ?? join(env.HOME ?? '/', '.claude')
  let project = ''
  try {
    project = JSON.parse(input.toString('utf8')).workspace?.project_dir ?? ''
  } catch {
    // Then only the person's own is known.
  }
  const places = [
    ...(project
      ? [join(project, '.claude', 'settings.local.json'), join(project, '.claude', 'settings.json')]
      : []),
    join(home, 'settings.json'),
  ]
  for (const place of places) {
    const command = readJson(place).statusLine?.command
    if (typeof command !== 'string') continue
    const installed = /--installed '([^']+)' statusline/.exec(command)?.[1]
    return installed ? readJson(installed).statusLine?.command : command
  }
  return undefined
}

await main().catch(() => undefined)
