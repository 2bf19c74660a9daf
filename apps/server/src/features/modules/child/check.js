// Makes the one input of a call out of what came with it, and holds it against the JSON Schema of the module. It runs in the
// module's own process: a pattern that never ends is the module's own trouble.
import { Ajv2020 } from 'ajv/dist/2020.js'

/** @typedef {import('@atrium/schema/module').JsonSchema} JsonSchema */
/** @typedef {{ loc: (string | number)[], msg: string, type: string }} Issue */
/** @typedef {{ params?: Record<string, unknown>, query?: Record<string, unknown>, body?: unknown }} Given */

const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  useDefaults: true,
  logger: false,
  validateFormats: false,
})

/**
 * A text of a path or query as the schema means it; one that is something else stays, so that the schema refuses it.
 * @param {unknown} schema
 * @param {unknown} value
 * @returns {unknown}
 */
function coerced(schema, value) {
  if (typeof schema !== 'object' || schema === null) return value
  const { type, items } = /** @type {{ type?: unknown, items?: unknown }} */ (schema)
  const types = [type].flat()
  if (types.includes('array')) return [value].flat().map((each) => coerced(items, each))
  if (typeof value !== 'string') return value
  if ((types.includes('number') || types.includes('integer')) && /^-?\d+(\.\d+)?$/.test(value))
    return Number(value)
  if (types.includes('boolean') && /^(true|1|yes|on)$/i.test(value)) return true
  if (types.includes('boolean') && /^(false|0|no|off)$/i.test(value)) return false
  return value
}

/**
 * @param {JsonSchema | undefined} schema
 * @param {string} what
 */
export function createCheck(schema, what) {
  /** @type {import('ajv').ValidateFunction} */
  let validate
  try {
    validate = ajv.compile({ type: 'object', ...schema })
  } catch (error) {
    throw new Error(
      `The schema of ${what} is not valid: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const properties = schema?.properties ?? {}

  /**
   * @param {Given} given
   * @returns {{ input: Record<string, unknown> } | { issues: Issue[] }}
   */
  return ({ params = {}, query = {}, body }) => {
    if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
      return { issues: [{ loc: ['body'], msg: 'The body must be a JSON object', type: 'invalid_type' }] }
    const text = Object.entries({ ...query, ...params })
    const input = /** @type {Record<string, unknown>} */ ({
      ...Object.fromEntries(text.map(([name, value]) => [name, coerced(properties[name], value)])),
      ...body,
    })
    for (const name in params) input[name] = coerced(properties[name], params[name])
    if (validate(input)) return { input }
    /** @param {string} field */
    const place = (field) =>
      field in params ? 'path' : body && field in body ? 'body' : field in query ? 'query' : null
    const fallback = body === undefined ? 'query' : 'body'
    const issues = (validate.errors ?? []).slice(0, 100).map((error) => {
      const path = error.instancePath
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      const missing = error.keyword === 'required'
      if (missing) path.push(String(error.params['missingProperty']))
      const loc = path.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
      return {
        loc: [place(String(path[0] ?? '')) ?? fallback, ...loc],
        msg: missing ? 'Field required' : (error.message ?? 'not valid'),
        type: missing ? 'missing' : error.keyword,
      }
    })
    return { issues }
  }
}
