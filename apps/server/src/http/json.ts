import { limits } from '@atrium/schema'
import { AppError } from '../core/errors.ts'

const tooLarge = (msg: string): AppError =>
  new AppError('invalid', msg, { detail: [{ loc: ['body'], msg, type: 'too_large' }] })

const tooDeep = (): AppError => tooLarge(`The body is nested deeper than ${limits.jsonDepth} levels`)

/** A text this short becomes few values, whatever is in it. */
const harmlessChars = 16 * 1024

/**
 * Parses a JSON body and bounds its shape before any schema sees it. An empty body is no body.
 * @throws AppError bad_request, invalid
 */
export function parseJson(text: string): unknown {
  if (text.length === 0) return undefined
  if (text.length > harmlessChars) checkText(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid JSON', { cause })
  }
  checkShape(value)
  return value
}

/** Before it is parsed: millions of tiny values are a hundred times as large in memory as in the text. */
function checkText(text: string): void {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') at = endOfString(text, at)
    else if (sign === ',') values++
    else if (sign === ']' || sign === '}') depth--
    else if (sign === '[' || sign === '{') {
      values++
      if (++depth > limits.jsonDepth) throw tooDeep()
    }
    if (values > limits.jsonValues) throw tooLarge(`The body has more than ${limits.jsonValues} values`)
  }
}

/** Index of the closing quote, or the end of the text. */
function endOfString(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text[at - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return at
  }
  return text.length
}

/** Level by level, so that depth costs memory of one level and never the call stack. */
function checkShape(root: unknown): void {
  let level: object[] = typeof root === 'object' && root !== null ? [root] : []
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limits.jsonDepth) throw tooDeep()
    const below: object[] = []
    for (const node of level) {
      for (const value of valuesOf(node)) if (typeof value === 'object' && value !== null) below.push(value)
    }
    level = below
  }
}

function valuesOf(node: object): unknown[] {
  if (Array.isArray(node)) {
    if (node.length > limits.jsonArrayItems)
      throw tooLarge(`A list in the body has more than ${limits.jsonArrayItems} items`)
    return node
  }
  const values = Object.values(node)
  if (values.length > limits.jsonObjectKeys)
    throw tooLarge(`An object in the body has more than ${limits.jsonObjectKeys} keys`)
  if (Object.hasOwn(node, '__proto__')) throw new AppError('bad_request', 'The body is not valid JSON')
  return values
}
