import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as schema from './index.ts'

/** Payloads as the two API pages print them. */
const page = JSON.parse(readFileSync(new URL('../fixtures/pages.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown[]
>

const schemas = Object.entries<unknown>(schema).flatMap(([name, value]): [string, z.ZodType][] =>
  value instanceof z.ZodType ? [[name, value]] : [],
)
const byName = new Map(schemas)

/** Every field below a schema, with the path to it. */
function* fields(name: string, type: z.ZodType, seen = new Set<z.ZodType>()): Generator<[string, z.ZodType]> {
  if (seen.has(type)) return
  seen.add(type)
  // Zod publishes the definition of a schema, but not a union of all its forms.
  const def = type.def as {
    type: string
    shape?: Record<string, z.ZodType>
    innerType?: z.ZodType
    element?: z.ZodType
    options?: z.ZodType[]
    valueType?: z.ZodType
    in?: z.ZodType
  }
  for (const [key, field] of Object.entries(def.shape ?? {})) {
    yield [`${name}.${key}`, field]
    yield* fields(`${name}.${key}`, field, seen)
  }
  for (const inner of [def.innerType, def.element, def.valueType, def.in, ...(def.options ?? [])])
    if (inner) yield* fields(name, inner, seen)
}

describe('the wire schemas', () => {
  test('every field of every schema has a description', () => {
    const silent = schemas
      .flatMap(([name, type]) => [...fields(name, type)])
      .filter(([path, field]) => {
        const literal = field.def.type === 'literal' && path.endsWith('.type')
        return (
          !literal && !field.description && !(field.def as { innerType?: z.ZodType }).innerType?.description
        )
      })
    expect([...new Set(silent.map(([path]) => path))]).toEqual([])
  })

  test('no two schemas share an id', () => {
    const ids = schemas.map(([, type]) => z.globalRegistry.get(type)?.id).filter((id) => id !== undefined)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each(Object.keys(page).filter((name) => name !== 'streamOfThePage'))(
    'the documented payloads of %s parse',
    (name) => {
      const type = byName.get(name)
      if (!type) throw new Error(`there is no schema ${name}`)
      for (const payload of page[name] ?? []) expect(type.safeParse(payload).error?.issues ?? []).toEqual([])
    },
  )

  test('a chat stream of the page reads as events once each names its run', () => {
    const types = (page['streamOfThePage'] ?? []) as { type: string }[]
    expect(types.map((event) => event.type)).toEqual([
      'session',
      'text',
      'tool_use_start',
      'tool_result',
      'result',
    ])
    const known = schema.LogEvent.options.map((option) => option.shape.type.value)
    for (const { type } of types) expect(known).toContain(type)
  })

  test('an unknown trust level is refused, not stored', () => {
    expect(schema.ChatRequest.safeParse({ message: 'hi', trust_level: 'root' }).success).toBe(false)
  })

  test('an attachment that could start a program by a click is refused', () => {
    expect(
      schema.Attachment.safeParse({ name: 'a.EXE', mimeType: 'image/png', base64Data: 'aGk=' }).success,
    ).toBe(false)
  })

  test.each(['a.b', '-x', 'cc-shop', 'a b', 'x'.repeat(64)])('%j is a session name', (name) => {
    expect(schema.SessionName.safeParse(name).success).toBe(true)
  })

  test.each(['', 'a/b', 'a:b', 'ä', 'x'.repeat(65), 'a\n'])('%j is no session name', (name) => {
    expect(schema.SessionName.safeParse(name).success).toBe(false)
  })

  test('exactly result, aborted and error end a run', () => {
    expect(schema.outcomeTypes).toEqual(['result', 'aborted', 'error'])
  })

  test('the close codes are what clients know', () => {
    expect(
      Object.fromEntries(
        Object.entries(schema.closeCodes).map(([name, { code, reconnect }]) => [name, [code, reconnect]]),
      ),
    ).toEqual({
      detached: [1000, false],
      goingAway: [1001, true],
      tooBig: [1009, false],
      internal: [1011, true],
      unauthorized: [4001, false],
      notFound: [4004, false],
      silent: [4008, true],
      slow: [4009, true],
      ended: [4010, false],
      tooMany: [4029, true],
    })
  })
})
