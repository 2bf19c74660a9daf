import { readFile } from 'node:fs/promises'
import { appRouter } from '@atrium/server/router'
import { expect, test } from 'vitest'
import {
  type Client,
  createClient,
  type DownloadRoute,
  type ListRoute,
  type StreamRoute,
  type UploadRoute,
  type WebSocketLike,
} from '../src/index.ts'
import { misbehave, refuse } from './misbehaving.ts'

type Content = Record<string, unknown>
type Operation = {
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}

/** Every operation of the hub by `GET /path`, below `/api`. */
const { paths } = JSON.parse(
  await readFile(new URL('../../../apps/server/openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> }
const operations = new Map(
  Object.entries(paths).flatMap(([path, methods]) =>
    ['get', 'put', 'post', 'patch', 'delete'].flatMap((method) => {
      const operation = methods[method]
      return operation && path.startsWith('/api/')
        ? [[`${method.toUpperCase()} ${path.slice('/api'.length)}`, operation] as const]
        : []
    }),
  ),
)
const answers = ({ responses }: Operation) =>
  Object.entries(responses).flatMap(([status, { content }]) =>
    status.startsWith('2') ? Object.keys(content ?? {}) : [],
  )
const takes = ({ requestBody }: Operation) => Object.keys(requestBody?.content ?? {})
const queries = ({ parameters = [] }: Operation) =>
  parameters.filter((each) => each.in === 'query').map(({ name }) => name)
const which = (is: (operation: Operation) => boolean) =>
  [...operations].filter(([, operation]) => is(operation)).map(([route]) => route)

type Form = (hub: Client) => unknown
const file = { name: 'a', data: 'x' }

const streams: Record<StreamRoute | 'POST /chat' | 'GET /chat/{session_id}/events' | 'POST /mcp', Form> = {
  'POST /chat': (hub) => hub.chat.send('hi'),
  'GET /chat/{session_id}/events': (hub) => hub.chat.attach('x'),
  'GET /server/logs': (hub) => hub.stream('GET /server/logs'),
  'POST /import': (hub) => hub.stream('POST /import', { body: { data: [] } }),
  'POST /import/file': (hub) => hub.stream('POST /import/file', { body: new FormData() }),
  'POST /import/path': (hub) => hub.stream('POST /import/path', { body: { path: 'x' } }),
  // Another protocol, with clients of its own: they take `hub.fetch`.
  'POST /mcp': (hub) => hub.fetch('/api/mcp', { method: 'POST', body: '{}' }).then(() => []),
  'POST /sandbox/build': (hub) => hub.stream('POST /sandbox/build'),
}
const sockets: Record<string, Form> = {
  'GET /files/events': (hub) => hub.files.watch('x'),
  'GET /notifications/events': (hub) => hub.notifications(),
  'GET /projects/events': (hub) => hub.projects.watch(),
  'GET /terminal/{name}': (hub) => hub.terminal.attach('x'),
}
const session = { path: { name: 'x' } }
const downloads: Record<DownloadRoute, Form> = {
  'GET /bots/{platform}/deliveries/{id}/file': (hub) =>
    hub.download('GET /bots/{platform}/deliveries/{id}/file', {
      path: { platform: 'telegram', id: 'x' },
      query: { path: 'x' },
    }),
  'GET /fs/read': (hub) => hub.download('GET /fs/read', { query: { path: 'x' } }),
  'GET /projects/{id}/files/content': (hub) =>
    hub.download('GET /projects/{id}/files/content', { path: { id: 'x' }, query: { path: 'x' } }),
  'GET /projects/{id}/files/download': (hub) => hub.files.download('x', 'x'),
  'GET /sessions/{name}/file-content': (hub) =>
    hub.download('GET /sessions/{name}/file-content', { ...session, query: { path: 'x' } }),
}
const uploads: Record<UploadRoute, Form> = {
  'POST /import/file': (hub) => hub.upload('POST /import/file', { files: file }),
  'POST /projects/{id}/files/upload': (hub) => hub.files.upload('x', '', file),
  'POST /sessions/{name}/image': (hub) =>
    hub.upload('POST /sessions/{name}/image', { ...session, files: file }),
  'POST /sessions/{name}/upload': (hub) =>
    hub.upload('POST /sessions/{name}/upload', { ...session, files: [file, file] }),
  'POST /skills/upload': (hub) => hub.upload('POST /skills/upload', { files: file }),
  'POST /voice/transcribe': (hub) => hub.upload('POST /voice/transcribe', { files: file }),
}
const query = { path: 'x', q: 'x', root: 'x' }
const everyPath = { id: 'x', name: 'x', platform: 'telegram', session_id: 'x', slug: 'x' }
const listOf = (route: ListRoute): Form => {
  // What each route really needs is the types' business; here only its address counts.
  return (hub) => hub.list(route, { path: everyPath, query } as never)
}

/** What is asked of a hub that refuses everything: the addresses are all that counts. */
async function asked(form: Form): Promise<string[]> {
  await using hub = await misbehave((_, response) => refuse(response, 404, 'not_found'))
  const opened: string[] = []
  class Refused implements WebSocketLike {
    binaryType = ''
    readyState = 0
    bufferedAmount = 0
    onopen = null
    onmessage = null
    onclose: ((event: never) => void) | null = null
    onerror = null
    constructor(url: string) {
      opened.push(`GET ${new URL(url).pathname}`)
      queueMicrotask(() => this.onclose?.({ code: 4001, reason: 'no' } as never))
    }
    send() {}
    close() {}
  }
  try {
    const told = await form(createClient({ baseUrl: hub.url, WebSocket: Refused, retries: 0 }))
    for await (const _ of told as AsyncIterable<unknown> | Iterable<unknown>) break
  } catch (error) {
    expect(error).toMatchObject({ name: 'ApiError', status: expect.any(Number) as number })
  }
  return [...opened, ...hub.seen.map(({ method, path }) => `${method} ${path}`)]
}

const filled = (route: string) =>
  route
    .replace(' ', ' /api')
    .replace('{platform}', 'telegram')
    .replaceAll(/\{\w+\}/g, 'x')

async function expectForms(forms: Record<string, Form>, routes: string[]) {
  expect(Object.keys(forms).sort()).toEqual(routes.sort())
  for (const [route, form] of Object.entries(forms)) expect(await asked(form)).toEqual([filled(route)])
}

test('every stream of the hub has its form, which leads there', async () => {
  await expectForms(
    streams,
    which((operation) => answers(operation).includes('text/event-stream')),
  )
})

test('every socket of the hub has its form, which leads there', async () => {
  await expectForms(
    sockets,
    which(({ responses }) => '101' in responses),
  )
})

test('every subscription of the hub has its form, which leads there', async () => {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>
  const names = Object.keys(procedures).filter((name) => procedures[name]?._def.type === 'subscription')
  expect(names).toEqual(['live.events'])
  expect(await asked((hub) => hub.live())).toEqual(['GET /trpc/live.events'])
})

test('every file that the hub gives is a download', async () => {
  const files = which((operation) =>
    answers(operation).some((type) => !/json$|^text\/event-stream$/.test(type)),
  )
  // A file of the vault comes as JSON, and in parts.
  await expectForms(downloads, [...files, 'GET /fs/read'])
})

test('every file that the hub takes is an upload', async () => {
  const takesFiles = which((operation) => takes(operation).some((type) => !type.endsWith('json')))
  const bare = ['POST /sessions/{name}/image', 'POST /voice/transcribe']
  await expectForms(uploads, [...new Set([...takesFiles, ...bare])])
})

test('every list that comes in pages is one', async () => {
  const lists = which(
    (operation) =>
      queries(operation).includes('limit') &&
      ['offset', 'cursor', 'before', 'skip', 'after'].some((name) => queries(operation).includes(name)),
  )
  const known = await Promise.all(
    [...operations.keys()].map(async (route) => {
      const seen = await asked(listOf(route as ListRoute)).catch(() => [])
      return seen.length > 0 ? [route] : []
    }),
  )
  expect(known.flat().sort()).toEqual(lists.sort())
})

test('whatever is left answers with JSON, or with nothing: `rest` calls it', () => {
  const forms = new Set([streams, sockets, downloads].flatMap((each) => Object.keys(each)))
  const left = which((operation) => !answers(operation).every((type) => type.endsWith('json')))
  expect(left.filter((route) => !forms.has(route))).toEqual([])
})
