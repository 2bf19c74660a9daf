import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { announced } from '../scripts/api-announced.ts'
import { type ApiDocument, breakages, type Json, skeleton } from '../scripts/api-changes.ts'
import { version } from '../src/core/version.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const json = (path: string): ApiDocument => JSON.parse(read(path)) as ApiDocument // files of this repository

describe('the released description', () => {
  test('still holds: what breaks its clients is announced by a changeset', () => {
    const changesets = readdirSync(new URL('.changeset/', root))
      .filter((name) => name.endsWith('.md') && name !== 'README.md')
      .map((name) => read(`.changeset/${name}`))
    const told = announced(changesets, version)
    const broken = breakages(json('docs/api/released.json'), json('apps/server/openapi.json'))
    const bump = version.startsWith('0.') ? 'minor' : 'major'
    expect(
      broken
        .filter(({ place }) => !told.has(place))
        .map(
          ({ place, what, door }) =>
            `${place} ${what} (seen at ${door}). Keep it, or announce it: a changeset with a ${bump} bump and the line "Breaking: \`${place}\` …"; see docs/api.md.`,
        ),
    ).toEqual([])
  })

  test('is announced only by a line that begins with Breaking, in a changeset that bumps enough', () => {
    const changeset = (bump: string, text: string) => `---\n'@atrium/sdk': ${bump}\n---\n\n${text}\n`
    const text =
      'Shorter lists.\n\nBreaking: `Chat.title` is now `Chat.name`,\nand `GET /api/old` is gone.\n\nSee `POST /api/x`.'
    expect([...announced([changeset('minor', text)], '0.4.0')]).toEqual([
      'Chat.title',
      'Chat.name',
      'GET /api/old',
    ])
    expect([...announced([changeset('minor', text)], '1.4.0')]).toEqual([])
    expect([...announced([changeset('major', text)], '1.4.0')]).toHaveLength(3)
    expect([...announced([changeset('patch', text)], '0.4.0')]).toEqual([])
  })
})

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const answering = (schema: Json) => ({ description: 'Done.', content: { 'application/json': { schema } } })
const taking = (schema: Json) => ({ content: { 'application/json': { schema } } })
const thing = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    note: { type: ['string', 'null'] },
    kind: { type: 'string', enum: ['plain', 'fancy'] },
    parent: { anyOf: [ref('Part'), { type: 'null' }] },
    parts: { type: 'array', items: ref('Part') },
    count: { type: 'integer' },
    more: { type: 'string' },
  },
  required: ['id', 'note', 'kind', 'parent', 'parts', 'count'],
}
const base = {
  paths: {
    '/api/things/{id}': {
      get: {
        operationId: 'things-get',
        security: [{ bearer: [] }],
        'x-scope': 'chat',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'sort', in: 'query', schema: { type: 'string', enum: ['name', 'time'] } },
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
        ],
        responses: {
          200: {
            description: 'Done.',
            content: {
              'application/json': { schema: ref('Thing') },
              'text/event-stream': { schema: ref('Event') },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      put: {
        operationId: 'things-put',
        requestBody: taking(ref('ThingChange')),
        responses: { 201: answering(ref('Thing')) },
      },
    },
  },
  components: {
    schemas: {
      Thing: thing,
      Part: {
        type: 'object',
        properties: { name: { type: 'string' }, inner: ref('Part') },
        required: ['name'],
      },
      Event: {
        oneOf: [
          { type: 'object', properties: { type: { type: 'string', const: 'open' } }, required: ['type'] },
          {
            type: 'object',
            properties: { type: { type: 'string', const: 'text' }, text: { type: 'string' } },
            required: ['type', 'text'],
          },
        ],
      },
      ThingChange: {
        type: 'object',
        properties: {
          title: { type: 'string', maxLength: 100 },
          until: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          kind: { type: 'string', enum: ['plain', 'fancy'] },
          size: { type: 'number', minimum: 0 },
        },
        required: ['title'],
      },
      Problem: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
    },
    responses: { Error: answering(ref('Problem')) },
  },
}
type Base = typeof base
// oxlint-disable-next-line typescript/no-explicit-any -- changes of every kind are made to it
type Loose = any
const changed = (change: (document: Loose, schemas: Loose, door: Loose) => void): string[] => {
  const after: Base = structuredClone(base)
  change(after, after.components.schemas, after.paths['/api/things/{id}'])
  return breakages(base, after).map(({ place, what }) => `${place} ${what}`)
}
const without = (names: string[], name: string) => names.filter((other) => other !== name)

describe('what breaks a client', () => {
  const get = 'GET /api/things/{id}'
  test.each<[string, string, (document: Loose, schemas: Loose, door: Loose) => void]>([
    ['a door that is gone', `${get} is gone`, (_d, _s, door) => delete door.get],
    [
      'another operation id',
      'PUT /api/things/{id} is now named x',
      (_d, _s, door) => (door.put.operationId = 'x'),
    ],
    ['another scope', `${get} needs the scope 'admin'`, (_d, _s, door) => (door.get['x-scope'] = 'admin')],
    [
      'a credential',
      'PUT /api/things/{id} needs a credential',
      (_d, _s, door) => (door.put.security = [{ bearer: [] }]),
    ],
    [
      'a parameter that is gone',
      `${get} no longer takes query parameter limit`,
      (_d, _s, door) => door.get.parameters.pop(),
    ],
    [
      'a parameter that must be there',
      `${get} cannot be called without query parameter limit`,
      (_d, _s, door) => (door.get.parameters[2].required = true),
    ],
    [
      'a new parameter that must be there',
      `${get} cannot be called without header parameter x`,
      (_d, _s, door) => door.get.parameters.push({ name: 'x', in: 'header', required: true, schema: {} }),
    ],
    [
      'a choice that is no longer taken',
      `${get} sort no longer takes 'time'`,
      (_d, _s, door) => door.get.parameters[1].schema.enum.pop(),
    ],
    [
      'another type of a parameter',
      `${get} limit no longer takes integer`,
      (_d, _s, door) => (door.get.parameters[2].schema = { type: 'boolean' }),
    ],
    [
      'a lower limit',
      `${get} limit has maximum 50`,
      (_d, _s, door) => (door.get.parameters[2].schema.maximum = 50),
    ],
    [
      'a field of an answer that is gone',
      'Thing.count is gone',
      (_d, { Thing }) => delete Thing.properties.count,
    ],
    [
      'a field deep in an answer that is gone',
      'Part.name is gone',
      (_d, { Part }) => delete Part.properties.name,
    ],
    [
      'a field of an answer that can be missing',
      'Thing.count can be missing',
      (_d, { Thing }) => (Thing.required = without(Thing.required, 'count')),
    ],
    [
      'another type in an answer',
      'Thing.count can be string',
      (_d, { Thing }) => (Thing.properties.count = { type: 'string' }),
    ],
    [
      'null in an answer',
      'Thing.count can be null',
      (_d, { Thing }) => (Thing.properties.count = { type: ['integer', 'null'] }),
    ],
    [
      'null in an answer, as a union',
      'Thing.id can be null',
      (_d, { Thing }) => (Thing.properties.id = { anyOf: [{ type: 'string' }, { type: 'null' }] }),
    ],
    [
      'fractions in an answer',
      'Thing.count can be number',
      (_d, { Thing }) => (Thing.properties.count = { type: 'number' }),
    ],
    [
      'a value that an answer never has again',
      "Thing.kind is never again 'fancy'",
      (_d, { Thing }) => Thing.properties.kind.enum.pop(),
    ],
    [
      'any text where there was a list',
      'Thing.kind is no longer one of a list',
      (_d, { Thing }) => (Thing.properties.kind = { type: 'string' }),
    ],
    ['an event that is gone', 'Event type open is gone', (_d, { Event }) => Event.oneOf.shift()],
    [
      'a field of an event that is gone',
      'Event(text).text is gone',
      (_d, { Event }) => delete Event.oneOf[1].properties.text,
    ],
    [
      'another status of success',
      'PUT /api/things/{id} no longer answers 201',
      (_d, _s, { put }) => (put.responses = { 200: put.responses[201] }),
    ],
    [
      'a media type that is gone',
      `${get} no longer answers with text/event-stream`,
      (_d, _s, door) => delete door.get.responses[200].content['text/event-stream'],
    ],
    [
      'a field of a shared refusal',
      'Problem.code is gone',
      (_d, { Problem }) => delete Problem.properties.code,
    ],
    [
      'a field that must be sent',
      'ThingChange.kind is required',
      (_d, { ThingChange }) => ThingChange.required.push('kind'),
    ],
    [
      'a field that is no longer taken',
      'ThingChange.size is no longer taken',
      (_d, { ThingChange }) => delete ThingChange.properties.size,
    ],
    [
      'a shorter text',
      'ThingChange.title has maxLength 10',
      (_d, { ThingChange }) => (ThingChange.properties.title.maxLength = 10),
    ],
    [
      'a pattern',
      "ThingChange.title has pattern '^a'",
      (_d, { ThingChange }) => (ThingChange.properties.title.pattern = '^a'),
    ],
    [
      'a higher minimum',
      'ThingChange.size has minimum 3',
      (_d, { ThingChange }) => (ThingChange.properties.size.minimum = 3),
    ],
    [
      'a list where any text was taken',
      "ThingChange.title takes only 'a'",
      (_d, { ThingChange }) => (ThingChange.properties.title = { type: 'string', enum: ['a'] }),
    ],
    [
      'null that is no longer taken',
      'ThingChange.until no longer takes null',
      (_d, { ThingChange }) => (ThingChange.properties.until = { type: 'string' }),
    ],
    [
      'unknown fields refused',
      'ThingChange refuses fields that it does not know',
      (_d, { ThingChange }) => (ThingChange.additionalProperties = false),
    ],
    [
      'a body that must be there',
      'PUT /api/things/{id} cannot be called without a body',
      (_d, _s, door) => (door.put.requestBody.required = true),
    ],
  ])('%s', (_name, expected, change) => {
    const all = changed(change)
    expect(
      all.some((line) => line.startsWith(expected)),
      all.join('\n'),
    ).toBe(true)
  })
})

describe('what does not', () => {
  test.each<[string, (document: Loose, schemas: Loose, door: Loose) => void]>([
    [
      'a new door',
      (document) => (document.paths['/api/new'] = { get: { operationId: 'new', responses: {} } }),
    ],
    ['a new field of an answer', (_d, { Thing }) => (Thing.properties.fresh = { type: 'string' })],
    [
      'a new event, first in the list',
      (_d, { Event }) =>
        Event.oneOf.unshift({ type: 'object', properties: { type: { const: 'new' } }, required: ['type'] }),
    ],
    ['a new value in an answer', (_d, { Thing }) => Thing.properties.kind.enum.push('new')],
    ['a narrower answer', (_d, { Thing }) => (Thing.properties.note = { type: 'string' })],
    ['a field of an answer that is now always there', (_d, { Thing }) => Thing.required.push('more')],
    ['a new optional field', (_d, { ThingChange }) => (ThingChange.properties.fresh = { type: 'string' })],
    ['a longer text', (_d, { ThingChange }) => (ThingChange.properties.title.maxLength = 200)],
    [
      'more kinds of value taken',
      (_d, { ThingChange }) => (ThingChange.properties.title.type = ['string', 'null']),
    ],
    [
      'another order of parameters and of a union',
      (_d, { Event }, door) => (Event.oneOf.reverse(), door.get.parameters.reverse()),
    ],
    ['a schema written where it is used', (_d, s, door) => (door.put.requestBody = taking(s.ThingChange))],
    [
      'another refusal described',
      (_d, _s, door) => (door.get.responses[409] = { $ref: '#/components/responses/Error' }),
    ],
    ['other words', (_d, { Thing }) => (Thing.properties.id.description = 'Its id.')],
  ])('%s', (_name, change) => {
    expect(changed(change)).toEqual([])
  })
})

/** Schemas of objects up to three deep. */
const schemas: fc.Arbitrary<Json> = fc.letrec<{ any: Json; object: Json }>((tie) => ({
  object: fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { minKeys: 1, maxKeys: 4 })
    .chain((properties) =>
      fc
        .subarray(Object.keys(properties))
        .map((required): Json => ({ type: 'object', properties, required })),
    ),
  any: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom<Json>(
      { type: 'string' },
      { type: 'integer', minimum: 1 },
      { type: ['boolean', 'null'] },
      { type: 'string', enum: ['x', 'y'] },
    ),
    tie('any').map((items): Json => ({ type: 'array', items })),
    tie('any').map((option): Json => ({ anyOf: [option, { type: 'null' }] })),
    tie('object'),
  ),
})).object
const both = (schema: Json): ApiDocument => ({
  paths: {
    '/x': {
      post: { operationId: 'x', requestBody: taking(ref('X')), responses: { 200: answering(ref('X')) } },
    },
  },
  components: { schemas: { X: schema } },
})

describe('any description', () => {
  test('breaks nothing of itself, whole or as its skeleton', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(breakages(both(schema), both(structuredClone(schema)))).toEqual([])
        expect(breakages(skeleton(both(schema)), both(schema))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('loses no field and no kind of value unseen, wherever it is', () => {
    fc.assert(
      fc.property(schemas, fc.nat(), fc.boolean(), (schema, pick, isField) => {
        const after = structuredClone(schema)
        const objects: Json[] = []
        const visit = (part: unknown): void => {
          if (typeof part !== 'object' || part === null) return
          if ((part as Json)['type'] === 'object') objects.push(part as Json)
          for (const inner of Object.values(part)) visit(inner)
        }
        visit(after)
        const target = objects[pick % objects.length] as { properties: Json }
        const names = Object.keys(target.properties)
        const name = names[pick % names.length] ?? ''
        if (isField) delete target.properties[name]
        else target.properties[name] = { type: 'number', enum: [7] }
        expect(breakages(both(schema), both(after))).not.toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('takes new optional fields and doors without breaking', () => {
    fc.assert(
      fc.property(schemas, schemas, (schema, added) => {
        const after = structuredClone(schema) as { properties: Json }
        after.properties['fresh'] = added
        const document = both(after)
        document.paths['/y'] = { get: { operationId: 'y', responses: {} } }
        expect(breakages(both(schema), document)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
