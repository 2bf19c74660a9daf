// Compiled by `pnpm typecheck`, never run: what the types allow, and what they must not.
import type { AppRouter as HubRouter } from '@atrium/server/router'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import {
  type Chat,
  type ChatEvent,
  type ChatRequest,
  createClient,
  type RunResult,
  type Session,
} from '../src/index.ts'
import { defineModule, type ModuleCall } from '../src/module.ts'
import { type AppRouter, createTrpc } from '../src/trpc.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <_T extends true>(): void => {}

const client = createClient({ baseUrl: new URL('http://127.0.0.1') })
const trpc = createTrpc(client)

export async function restKnowsItsRoutes() {
  const list = await client.rest('GET /chat', { query: { limit: 5, archived: true } })
  holds<Same<(typeof list.sessions)[number], Chat>>()
  const sessions = await client.rest('GET /sessions')
  holds<Same<typeof sessions, Session[]>>()
  await client.rest('PUT /chat/{session_id}/config', {
    path: { session_id: 'c' },
    body: { trust_level: 'vault' },
  })
  await client.rest('POST /auth/keys', { body: { label: 'phone' } })

  // @ts-expect-error: no such route
  await client.rest('GET /nothing')
  // @ts-expect-error: the path is missing
  await client.rest('GET /chat/{session_id}')
  // @ts-expect-error: the body is missing
  await client.rest('POST /sessions')
  // @ts-expect-error: no such query parameter
  await client.rest('GET /chat', { query: { limits: 5 } })
  const path = { session_id: 'c' }
  // @ts-expect-error: not a trust level
  await client.rest('PUT /chat/{session_id}/config', { path, body: { trust_level: 'all' } })
  // @ts-expect-error: a stream is no JSON route
  await client.rest('POST /chat', { body: { message: 'hi' } })
  // @ts-expect-error: only the console calls it, over tRPC
  await client.rest('POST /trpc/settings.get')
}

export async function listsAndFilesKnowTheirRoutes() {
  for await (const chat of client.list('GET /chat', { query: { limit: 5 } })) holds<Same<typeof chat, Chat>>()
  for await (const page of client.list('GET /fs/ls').pages())
    holds<Same<typeof page.nextCursor, string | null>>()
  // @ts-expect-error: it does not come in pages
  client.list('GET /sessions')
  // @ts-expect-error: the path is missing
  client.list('GET /projects/{id}/files')
  // @ts-expect-error: this route gives JSON
  await client.download('GET /sessions', {})
  const { skill } = await client.upload('POST /skills/upload', { files: new File([], 'a.skill') })
  holds<Same<typeof skill.name, string>>()
  // @ts-expect-error: the files are missing
  await client.upload('POST /sessions/{name}/upload', { path: { name: 'cc-a' } })
  // @ts-expect-error: the session is missing
  await client.upload('POST /sessions/{name}/image', { files: { name: 'a.png', data: '' } })
}

export async function eventsAreToldApartByType() {
  const stream = client.chat.send('hi')
  for await (const event of stream) {
    if (event.type === 'text') holds<Same<typeof event.content, string>>()
    if (event.type === 'permission_request') holds<Same<typeof event.request_id, string>>()
    // @ts-expect-error: the stream keeps this to itself
    if (event.type === 'server_restarting') return
  }
  const result = await stream.result()
  holds<Same<typeof result, RunResult>>()
  holds<Same<Extract<ChatEvent, { type: 'result' }>, RunResult>>()
  const request: ChatRequest = { message: 'hi', attachments: [{ name: 'a.txt', base64Data: '' }] }
  client.chat.send(request)
  // @ts-expect-error: the SDK decides how text travels
  client.chat.send({ message: 'hi', stream: 'full' })
  // @ts-expect-error: a message is needed
  client.chat.send({})
}

export async function trpcIsTyped() {
  const { keys } = await trpc.auth.keys.list.query()
  holds<Same<(typeof keys)[number]['last4'], string>>()
  // @ts-expect-error: no such procedure
  await trpc.auth.keys.burn.mutate({})
  // @ts-expect-error: a label is needed
  await trpc.auth.keys.create.mutate({})
}

export function modulesAreTyped() {
  defineModule({
    routes: [
      {
        method: 'GET',
        path: '/a/{id}',
        summary: 'A',
        input: { properties: { id: { type: 'string' } } },
        async handler({ input, hub, signal }) {
          holds<Same<typeof input, Record<string, unknown>>>()
          signal.throwIfAborted()
          if (input['id'] === '') return hub.refuse(404, 'There is no such thing')
          return { text: await hub.files.read(String(input['id'])) }
        },
      },
      {
        method: 'POST',
        path: '/a',
        summary: 'Typed by its author',
        handler: ({ input }: ModuleCall<{ text: string }>) => input.text.length,
      },
    ],
    // @ts-expect-error: a tool has a description
    tools: [{ name: 'a', inputSchema: {}, run: () => 'x' }],
    hooks: { 'session.created': ({ facts, hub }) => hub.log.info(String(facts['session_id'])) },
    schedule: [{ name: 'nightly', cron: '0 3 * * *', run: ({ hub }) => hub.fire('done', {}) }],
  })
  // @ts-expect-error: there is no such part
  defineModule({ pages: [] })
}

/** Every procedure of the hub, with what it takes and gives, fits the published router, and none is missing there. */
export function theRouterIsTheHubs(
  ours: { in: inferRouterInputs<AppRouter>; out: inferRouterOutputs<AppRouter> },
  theirs: { in: inferRouterInputs<HubRouter>; out: inferRouterOutputs<HubRouter> },
) {
  const inputs: inferRouterInputs<HubRouter> = ours.in
  const outputs: Omit<inferRouterOutputs<AppRouter>, 'live'> = theirs.out
  return { inputs, outputs }
}
