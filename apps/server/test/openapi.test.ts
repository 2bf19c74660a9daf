import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { addExamples, type Exemplified, isBytes } from '../src/http/openapi-examples.ts'
import type { JsonSchema } from '../src/http/openapi-sample.ts'

type Media = { schema?: JsonSchema; example?: unknown; examples?: Record<string, { value: unknown }> }
type Content = { content?: Record<string, Media> }
type Parameter = { name: string; in: string; required?: boolean; schema?: JsonSchema; example?: unknown }
type Operation = Exemplified & { description?: string; security?: unknown[]; 'x-transport'?: string }
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, Content> }
}

const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as Document // made by `pnpm generate`; house.test.ts holds it against the routes
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    door: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
)

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(document as object, 'api')
const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
const checkerAt = (...parts: string[]): ValidateFunction =>
  ajv.compile({ $ref: `api#/${parts.map(escaped).join('/')}` })
const values = ({ example, examples = {} }: Media): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples).map(({ value }) => value),
]

/** Every request and successful answer with a body, where it stands in the document. */
const bodies = operations.flatMap(({ door, path, method, operation }) => {
  const of = (holder: Content | undefined, what: string, at: string[]) =>
    Object.entries(holder?.content ?? {}).map(([mediaType, media]) => ({
      what: `${what} of ${door} (${mediaType})`,
      door,
      operation,
      mediaType,
      media,
      at: ['paths', path, method, ...at, 'content', mediaType, 'schema'],
    }))
  return [
    ...of(operation.requestBody as Content | undefined, 'request', ['requestBody']),
    ...Object.entries(operation.responses)
      .filter(([status]) => /^[12]\d\d$/.test(status))
      .flatMap(([status, answer]) => of(answer as Content, `answer ${status}`, ['responses', status])),
  ]
})

describe('the description', () => {
  test('shows an example of every request and answer, and says where one is to be written', () => {
    const missing = bodies
      .filter(({ mediaType, media }) => !isBytes(mediaType) && values(media).length === 0)
      .map(({ what, door, operation }) => {
        const copy = structuredClone(operation)
        const fields = addExamples(door.replace(' /api', ' '), copy, document.components.schemas)
        return `No example for ${what}: nothing is known to show for ${[...new Set(fields)].join(', ')}. Add .meta({ examples: [...] }) to the field's schema, a row to src/http/openapi-words.ts, or the payload to src/http/examples.ts; then pnpm generate.`
      })
    expect(missing).toEqual([])
    expect(bodies.length).toBeGreaterThan(300)
  })

  test('shows examples that their schemas allow', () => {
    const wrong: string[] = []
    for (const { what, mediaType, media, at } of bodies) {
      if (isBytes(mediaType)) continue
      const check = checkerAt(...at)
      for (const value of values(media))
        if (!check(value))
          wrong.push(`${what}: ${ajv.errorsText(check.errors)} in ${JSON.stringify(value).slice(0, 200)}`)
    }
    for (const [name, { content }] of Object.entries(document.components.responses))
      for (const [mediaType, media] of Object.entries(content ?? {})) {
        const check = checkerAt('components', 'responses', name, 'content', mediaType, 'schema')
        expect(values(media).length, name).toBeGreaterThan(0)
        for (const value of values(media))
          if (!check(value)) wrong.push(`${name}: ${ajv.errorsText(check.errors)}`)
      }
    expect(wrong).toEqual([])
  })

  test('shows what to put into every path, and it fits', () => {
    const wrong = operations.flatMap(({ door, path, method, operation }) =>
      ((operation.parameters ?? []) as Parameter[]).flatMap((parameter, at) => {
        if (parameter.in !== 'path' && !parameter.required) return []
        if (parameter.example === undefined)
          return [`${door}: no example for ${parameter.name}: a row in src/http/openapi-words.ts`]
        const check = checkerAt('paths', path, method, 'parameters', String(at), 'schema')
        return check(parameter.example) ? [] : [`${door}: ${parameter.name} ${ajv.errorsText(check.errors)}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('says a stream event by event', () => {
    const streams = bodies.filter(({ mediaType }) => mediaType === 'text/event-stream')
    expect(streams.length).toBeGreaterThan(5)
    for (const { what, media } of streams)
      expect(Object.keys(media.examples ?? {}).length, what).toBeGreaterThan(0)
    const chat = document.paths['/api/chat']?.['post']?.responses['200'] as Content
    const events = Object.keys(chat.content?.['text/event-stream']?.examples ?? {})
    expect(events).toEqual(
      expect.arrayContaining(['session', 'text', 'tool_use_start', 'permission_request', 'result', 'error']),
    )
  })

  test('says which refusals a door has: a lost thing where its path names one, a list of problems where it takes input', () => {
    for (const { door, operation, path } of operations) {
      const { responses } = operation
      expect(responses['default'], door).toEqual({ $ref: '#/components/responses/Error' })
      expect('404' in responses, door).toBe(path.includes('{'))
      expect('401' in responses, door).toBe(operation.security?.length !== 0)
      if (operation.requestBody) expect(responses, door).toMatchObject({ 400: {}, 413: {}, 422: {} })
    }
    const check = checkerAt('components', 'schemas', 'ValidationError')
    const body = { error: 'Unprocessable Entity', message: 'm', code: 'invalid' }
    expect(check({ ...body, detail: [{ loc: ['body'], msg: 'm', type: 't' }] })).toBe(true)
    expect(check({ ...body, detail: 'm' })).toBe(false)
    expect(check(body)).toBe(false)
  })

  test('marks the sockets, and shows a frame of each side', () => {
    const sockets = operations.filter(({ operation }) => operation['x-transport'] === 'websocket')
    expect(sockets.map(({ door }) => door)).toEqual(
      operations.filter(({ operation }) => '101' in operation.responses).map(({ door }) => door),
    )
    for (const { door, operation } of sockets) {
      const { content } = operation.responses['101'] as Content
      expect(content?.['application/json']?.example, door).toMatchObject({ client: {}, server: {} })
    }
  })
})
