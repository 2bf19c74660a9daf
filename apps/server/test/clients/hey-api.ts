import { createClient } from './generated/hey-api/client/index.js'
import type { ChatEvent, ValidationError } from './generated/hey-api/index.js'
import {
  authKeysCreate,
  chatGet,
  chatList,
  chatPost,
  projectsCreate,
  projectsIdFilesDownloadGet,
  projectsIdFilesUploadPost,
} from './generated/hey-api/index.js'
import { check, hub, key, projectFolder, report } from './smoke.js'

/** What a stranger writes with the client of `@hey-api/openapi-ts`: functions by operation id, events typed, bytes as blobs. */
const client = createClient({
  baseUrl: hub,
  auth: (scheme) => (scheme.scheme === 'bearer' ? key : undefined),
})
const stranger = createClient({ baseUrl: hub })

const refused = await chatList({ client: stranger })
check(refused.response?.status === 401 && refused.error?.code === 'unauthorized', 'no key, no list')

const titles: string[] = []
for (const message of ['hello', 'how are you', 'goodbye']) {
  const { stream } = await chatPost({ client, body: { message }, sseMaxRetryAttempts: 1 })
  const seen: ChatEvent['type'][] = []
  for await (const event of stream) {
    seen.push(event.type)
    if (event.type === 'session') titles.push(event.title ?? '')
    if (event.type === 'result') break
  }
  check(seen[0] === 'session' && seen.includes('text') && seen.at(-1) === 'result', seen.join())
}

const pages: string[] = []
for (let offset = 0; ; offset += 2) {
  const { data } = await chatList({ client, query: { limit: 2, offset }, throwOnError: true })
  pages.push(...data.sessions.map((chat) => chat.title ?? ''))
  if (data.sessions.length < 2) break
}
check(
  titles.every((title) => pages.includes(title)),
  pages.join(),
)

const project = await projectsCreate({
  client,
  body: { displayName: 'Hey', path: projectFolder },
  throwOnError: true,
})
const path = { id: project.data.id }
const bytes = new Uint8Array([0, 1, 2, 250, 255])
const uploaded = await projectsIdFilesUploadPost({
  client,
  path,
  query: { path: '' },
  body: { file: new File([bytes], 'bed.bin') },
  throwOnError: true,
})
check(uploaded.data.uploaded[0]?.path === 'bed.bin', 'an upload')
const downloaded = await projectsIdFilesDownloadGet({
  client,
  path,
  query: { path: 'bed.bin' },
  throwOnError: true,
})
check(Buffer.from(await downloaded.data.arrayBuffer()).equals(bytes), 'the same bytes')

const lost = await chatGet({ client, path: { session_id: 'nobody' } })
check(lost.response?.status === 404 && lost.error?.code === 'not_found', 'a typed 404')
check(lost.error.message.includes('nobody'), lost.error.message)

const scoped = await authKeysCreate({ client, body: { label: '' } })
check(scoped.response?.status === 403 && scoped.error?.code === 'scope_missing', 'the scope is held')
const invalid = await chatList({ client, query: { limit: -1 } })
check(invalid.response?.status === 422 && invalid.error, 'a typed 422')
const { detail } = invalid.error as ValidationError
check(detail[0]?.loc.join('.') === 'query.limit', JSON.stringify(detail))

report({ chats: pages.length, bytes: bytes.length, issue: detail[0].type })
