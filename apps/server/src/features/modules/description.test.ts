import { readFileSync } from 'node:fs'
import { hookEvents } from '@atrium/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFrontMatter, writeFrontMatter } from '../../core/front-matter.ts'
import { createTestApp } from '../../testing.ts'
import { describe as describeModule } from './child/describe.js'
import * as inChild from './child/front-matter.js'
import { type Description, matchRoute, readDescription } from './description.ts'
import { nameProblem } from './names.ts'

const routes = (...doors: string[]): Description['routes'] =>
  doors.map((door) => {
    const [method, path] = door.split(' ') as ['GET', string]
    return { method, path, summary: 'x', scope: 'chat' }
  })

describe('the way from a path to a route', () => {
  const known = routes(
    'GET /a',
    'GET /a/{id}',
    'POST /a/{id}',
    'GET /a/new',
    'GET /a/{id}/b',
    'GET /r/{rest+}',
    'GET /{any}',
  )
  test.each<[string, string, unknown]>([
    ['GET', '/a', { index: 0, params: {} }],
    ['GET', '/a/', { index: 0, params: {} }],
    ['GET', '/a/5', { index: 1, params: { id: '5' } }],
    ['GET', '/a/new', { index: 3, params: {} }],
    ['GET', '/a/5/b', { index: 4, params: { id: '5' } }],
    ['GET', '/r/x/y/z', { index: 5, params: { rest: 'x/y/z' } }],
    ['GET', '/z', { index: 6, params: { any: 'z' } }],
    ['POST', '/a/new', { index: 2, params: { id: 'new' } }],
    ['PUT', '/a/5', { allowed: ['GET', 'POST'] }],
    ['GET', '/a/5/c', null],
    ['GET', '/', null],
    ['GET', '', null],
    ['GET', '//', null],
    ['GET', '/r', { index: 6, params: { any: 'r' } }],
    ['GET', '/a//b', null],
  ])('%s %s', (method, path, expected) => {
    expect(matchRoute(known, method, path)).toEqual(expected)
  })

  test('any path leads somewhere or nowhere, and what it gives is made of the path', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 6 }), (parts) => {
        const path = `/${parts.join('/')}`
        const match = matchRoute(known, 'GET', path)
        if (match && 'index' in match)
          for (const value of Object.values(match.params))
            expect([value !== '', path.includes(value)]).toEqual([true, true])
      }),
    )
  })
})

test('whatever a module says of itself is understood or refused, never worse', () => {
  const good = { routes: [], tools: [], hooks: [], schedule: [], starts: false }
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(good)), (value, part) => {
      try {
        expect(readDescription({ ...good, [part]: value })).toBeTypeOf('object')
      } catch (error) {
        expect((error as Error).message).toMatch(/\w/)
      }
    }),
  )
})

test('P41 the names that the hub has, or will have, are taken', async () => {
  await using app = await createTestApp()
  const rows = JSON.parse(readFileSync(new URL('../../../test/endpoints.json', import.meta.url), 'utf8')) as {
    path: string
  }[]
  const firsts = [...app.server.routes, ...rows].map(({ path }) => path.split('/')[2] ?? '')
  const names = new Set(firsts.filter((name) => /^[a-z][a-z-]*$/.test(name)))
  expect(names.size).toBeGreaterThan(20)
  // An event begins with the name of who fires it.
  for (const event of hookEvents) names.add(event.split('.')[0] ?? '')
  names.delete('daily')
  expect([...names].filter((name) => nameProblem(name) === null)).toEqual([])
})

test('a module reads and writes front matter as the hub does', () => {
  const samples = [
    '',
    '---\n---\n',
    '---\na: 1\n---\ntext',
    '---\nbroken: [\n---\ntext',
    '\uFEFF---\r\na: b\r\n---\r\nx',
    'no ---\na: 1\n---',
    '---\n- list\n---\n',
  ]
  for (const text of samples) expect(inChild.readFrontMatter(text)).toEqual(readFrontMatter(text))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, body) => {
      expect(inChild.readFrontMatter(text)).toEqual(readFrontMatter(text))
      const page = { data: { text, list: [1, null] }, body }
      expect(inChild.writeFrontMatter(page)).toBe(writeFrontMatter(page))
    }),
  )
})

test('description.json of each bundled module is what `pnpm generate` would write', async () => {
  for (const name of ['brain', 'daily']) {
    const { default: module } = (await import(`../../../modules/${name}/module.js`)) as { default: unknown }
    const kept = JSON.parse(
      readFileSync(new URL(`../../../modules/${name}/description.json`, import.meta.url), 'utf8'),
    ) as unknown
    expect(JSON.parse(JSON.stringify(describeModule(module).description))).toEqual(kept)
  }
})
