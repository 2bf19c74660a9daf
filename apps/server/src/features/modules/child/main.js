// The process of one module: `node main.js <entry> <vault>`. It loads the module, says what it is made of, and answers calls
// until the wire to the hub is cut. Plain JavaScript, because stripping types would cost every module 18 MB of memory.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { confine } from './confine.js'
import { describe } from './describe.js'
import { createHub, Refusal } from './hub.js'
import { createLink } from './link.js'

const [, , entry = '', vault = ''] = process.argv
const stopMs = 2_000
const link = createLink(hear)
const { hub, answered } = createHub({ vault, send: link.send })
/** @type {Map<number, AbortController>} */
const live = new Map()
/** @type {ReturnType<typeof describe> | null} */
let module = null

// What a module prints is a line of its log; the hub reads no other output.
console.log = console.info = console.debug = (...words) => hub.log.info(words.map(String).join(' '))
console.warn = (...words) => hub.log.warn(words.map(String).join(' '))
console.error = (...words) => hub.log.error(words.map(String).join(' '))

process.on('uncaughtExceptionMonitor', (error) => link.send({ failed: messageOf(error) }))

// The SDK is there for every module, installed or not.
const sdk = 'data:text/javascript,export const defineModule = (module) => module'
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@atrium/sdk/module'
      ? { url: sdk, format: 'module', shortCircuit: true }
      : next(specifier, context),
  // A `.js` file without a package.json beside it is an ES module here.
  load: (url, context, next) =>
    next(url, url.endsWith('.js') && !context.format ? { ...context, format: 'module' } : context),
})

if (process.permission) confine()

try {
  const loaded = describe((await import(pathToFileURL(entry).href)).default)
  await loaded.parts.start?.({ hub, signal: new AbortController().signal })
  module = loaded
  link.send({ ready: loaded.description })
} catch (error) {
  link.sendLast({ failed: messageOf(error) })
}

/** @param {any} message */
function hear(message) {
  if ('answer' in message) answered(message)
  else if ('cut' in message) live.get(message.cut)?.abort()
  else if ('ping' in message) link.send({ pong: message.ping })
  else if ('stop' in message) void stop()
  else void carryOut(message)
}

/** @param {{ id: number, kind: string, index?: number, name?: string, event?: string, given?: any }} call */
async function carryOut(call) {
  const { id } = call
  const gone = new AbortController()
  live.set(id, gone)
  try {
    link.send({ done: id, value: (await work(call, gone.signal)) ?? null })
  } catch (error) {
    if (error instanceof Issues) link.send({ done: id, issues: error.issues })
    else if (error instanceof Refusal)
      link.send({ done: id, refusal: { status: error.status, message: error.message, fields: error.fields } })
    else link.send({ done: id, error: messageOf(error), stack: stackOf(error), code: codeOf(error) })
  } finally {
    live.delete(id)
  }
}

class Issues extends Error {
  /** @param {unknown[]} issues */
  constructor(issues) {
    super('The input is not valid')
    this.issues = issues
  }
}

/**
 * @param {{ kind: string, index?: number, name?: string, event?: string, given?: any }} call
 * @param {AbortSignal} signal
 * @returns {Promise<unknown>}
 */
async function work({ kind, index = -1, name, event = '', given }, signal) {
  if (!module) throw new Error('The module is not loaded')
  const { parts, routes, tools } = module
  /** @param {((given: any) => any) | undefined} check */
  const inputOf = (check) => {
    const checked = check?.(given)
    if (checked?.issues) throw new Issues(checked.issues)
    return checked?.input ?? {}
  }
  if (kind === 'route') return parts.routes?.[index]?.handler({ input: inputOf(routes[index]), hub, signal })
  if (kind === 'tool') {
    const at = parts.tools?.findIndex((tool) => tool.name === name) ?? -1
    return parts.tools?.[at]?.run({ input: inputOf(tools[at]), hub, signal })
  }
  if (kind === 'hook') return parts.hooks?.[event]?.({ event, facts: given, hub, signal })
  return parts.schedule?.[index]?.run({ hub, signal })
}

async function stop() {
  setTimeout(() => process.exit(0), stopMs)
  for (const gone of live.values()) gone.abort()
  try {
    await module?.parts.stop?.({ hub, signal: AbortSignal.timeout(stopMs) })
  } finally {
    process.exit(0)
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return (error instanceof Error ? error.message : String(error)).slice(0, 2_000)
}

/** What the hub refused a module keeps its code. @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** @param {unknown} error */
function stackOf(error) {
  return error instanceof Error ? (error.stack ?? '').slice(0, 4_000) : ''
}
