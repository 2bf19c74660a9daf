// What a module is made of, as plain data for the hub, and what to call for each part of it.
import { createCheck } from './check.js'

/** @typedef {import('@atrium/schema/module').Module} Module */
/** @typedef {(given: any) => { input: Record<string, unknown> } | { issues: unknown[] }} Check */

/**
 * @param {boolean} condition
 * @param {string} message
 * @returns {asserts condition}
 */
function assert(condition, message) {
  if (!condition) throw new Error(message)
}

/**
 * Functions stay here; the hub is told the rest.
 * @param {object} part
 * @param {string} name
 */
const without = (part, name) => Object.fromEntries(Object.entries(part).filter(([key]) => key !== name))

/**
 * @param {unknown} exported
 * @returns {{ parts: Module, routes: Check[], tools: Check[], description: object }}
 */
export function describe(exported) {
  assert(
    typeof exported === 'object' && exported !== null && !Array.isArray(exported),
    'The module has no default export; write `export default defineModule({ … })`',
  )
  const parts = /** @type {Module} */ (exported)
  const { routes = [], tools = [], hooks = {}, schedule = [] } = parts
  assert([routes, tools, schedule].every(Array.isArray), 'routes, tools and schedule are lists')
  for (const route of routes)
    assert(typeof route?.handler === 'function', `The route ${route?.method} ${route?.path} has no handler`)
  for (const tool of tools)
    assert(typeof tool?.run === 'function', `The tool ${tool?.name} has no function 'run'`)
  for (const job of schedule)
    assert(typeof job?.run === 'function', `The job ${job?.name} has no function 'run'`)
  for (const [event, hook] of Object.entries(hooks))
    assert(typeof hook === 'function', `The hook of ${event} is not a function`)
  return {
    parts,
    routes: routes.map(({ method, path, input }) => createCheck(input, `${method} ${path}`)),
    tools: tools.map(({ name, inputSchema }) => createCheck(inputSchema, `the tool ${name}`)),
    description: {
      routes: routes.map((route) => without(route, 'handler')),
      tools: tools.map((tool) => without(tool, 'run')),
      hooks: Object.keys(hooks),
      schedule: schedule.map((job) => without(job, 'run')),
      starts: typeof parts.start === 'function',
    },
  }
}
