import createClient from 'openapi-fetch'
import type { components, paths } from './generated/schema.js'
import { check, events, hub, key, projectFolder, report } from './smoke.js'

/** What a stranger writes with `openapi-typescript` and `openapi-fetch`; types are the test as much as the answers. */
const client = createClient<paths>({ baseUrl: hub, headers: { authorization: `Bearer ${key}` } })
const stranger = createClient<paths>({ baseUrl: hub })

const refused = await stranger.GET('/api/chat')
check(refused.response.status === 401 && refused.error?.code === 'unauthorized', 'no key, no list')

const titles: string[] = []
for (const message of ['hello', 'how are you', 'goodbye']) {
  const sent = await client.POST('/api/chat', { body: { message }, parseAs: 'stream' })
  check(sent.data, 'a stream')
  const seen: components['schemas']['ChatEvent']['type'][] = []
  for await (const event of events<components['schemas']['ChatEvent']>(sent.data)) {
    seen.push(event.type)
    if (event.type === 'session') titles.push(event.title ?? '')
  }
  check(seen[0] === 'session' && seen.includes('text') && seen.at(-1) === 'result', seen.join())
}

const pages: string[] = []
for (let offset = 0; ; offset += 2) {
  const { data } = await client.GET('/api/chat', { params: { query: { limit: 2, offset } } })
  check(data, 'a page')
  pages.push(...data.sessions.map((chat) => chat.title ?? ''))
  if (data.sessions.length < 2) break
}
check(pages.length === 3 && pages.toSorted().join() === titles.toSorted().join(), pages.join())

const project = await client.POST('/api/projects', { body: { displayName: 'Fetch', path: projectFolder } })
check(project.data, JSON.stringify(project.error))
const params = { path: { id: project.data.id }, query: { path: '' } }
const bytes = new Uint8Array([0, 1, 2, 250, 255])
const uploaded = await client.POST('/api/projects/{id}/files/upload', {
  params,
  body: { file: '' }, // the generator has no type for bytes
  bodySerializer: () => {
    const form = new FormData()
    form.append('file', new Blob([bytes]), 'bed.bin')
    return form
  },
})
check(uploaded.data?.uploaded[0]?.path === 'bed.bin', 'an upload')
const downloaded = await client.GET('/api/projects/{id}/files/download', {
  params: { path: params.path, query: { path: 'bed.bin' } },
  parseAs: 'arrayBuffer',
})
check(downloaded.data && Buffer.from(downloaded.data).equals(bytes), 'the same bytes')

const lost = await client.GET('/api/chat/{session_id}', { params: { path: { session_id: 'nobody' } } })
check(lost.response.status === 404 && lost.error, 'a typed 404')
const problem: components['schemas']['Error'] = lost.error
check(problem.code === 'not_found' && problem.message.includes('nobody'), problem.message)

const invalid = await client.POST('/api/auth/keys', { body: { label: '' } })
check(invalid.response.status === 403 && invalid.error?.code === 'scope_missing', 'the scope is held')
const empty = await client.POST('/api/chat', { body: { message: '' } })
check(empty.response.status === 422 && empty.error && Array.isArray(empty.error.detail), 'a typed 422')
const [issue] = empty.error.detail
check(issue?.loc.join('.') === 'body.message' && issue.msg, JSON.stringify(empty.error.detail))

report({ chats: pages.length, bytes: bytes.length, issue: issue.type })
