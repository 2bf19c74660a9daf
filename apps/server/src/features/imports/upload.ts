import { open } from 'node:fs/promises'
import {
  Import,
  ImportData,
  ImportEvent,
  ImportFile,
  ImportPath,
  ImportSync,
  ImportSynced,
  limits,
} from '@atrium/schema'
import type { z } from 'zod'
import { auditChange } from '../../core/audit.ts'
import type { RawCall, RawRoute } from '../../http/doors.ts'
import { receiveBody, receiveUpload, type Upload } from '../../http/upload.ts'
import type { Begun, Source } from './service.ts'

const response = {
  status: 200,
  contentType: 'application/json',
  description:
    'How it went, or how it begins with `wait=false`. `Accept: text/event-stream` follows it instead.',
  schema: Import,
}
const followed = { ...response, stream: ImportEvent }
const headers = { Accept: '`text/event-stream`: progress as it comes, one `ImportEvent` a `data:` line.' }
const perMinute = limits.uploadsPerMinute

/** The import goes on whoever stays to see it. */
async function answer(
  { ctx, request, reply }: RawCall,
  { id, done }: Begun,
  wait: boolean,
): Promise<unknown> {
  const { imports } = ctx.app
  await auditChange(ctx, 'imports.begin', { name: imports.get(id).name ?? 'data' })
  if (request.headers.accept?.includes('text/event-stream'))
    return request.server.streams.send({ ctx, reply }, null, (signal) => frames(imports.follow(id, signal)))
  return wait ? done : imports.get(id)
}

async function* frames(events: AsyncIterable<ImportEvent>): AsyncGenerator<Buffer> {
  for await (const event of events) yield Buffer.from(`data: ${JSON.stringify(event)}\n\n`)
}

/** What was received, open; gone once it is disposed of. */
async function sourceOf(received: Upload, name: string | null): Promise<Source> {
  await using undo = new AsyncDisposableStack()
  undo.use(received)
  const handle = undo.use(await open(received.path, 'r'))
  const owned = undo.move()
  return { handle, name, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Exports come as bodies, files and paths. */
export const importRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/import',
    access: 'chat',
    summary: 'Import an export of Claude or ChatGPT',
    input: ImportData,
    streamed: true,
    perMinute,
    headers,
    response: followed,
    async handle(call) {
      const { ctx, request, read } = call
      const { app } = ctx
      const body = await receiveBody(request, {
        folder: app.uploads,
        maxBytes: limits.importBytes,
        assertSpace: () => app.disk.assertSpace(),
      })
      let wait = true
      const begun = await app.imports.begin(await sourceOf(body, null), {
        within: 'data',
        field: 'data',
        read(beside) {
          const input = read({ ...beside, data: null }) as z.infer<typeof ImportData> // parsed by the door's schema
          wait = input.wait
          return input
        },
      })
      return answer(call, begun, wait)
    },
  },
  {
    method: 'POST',
    path: '/import/file',
    access: 'chat',
    summary: 'Import the file that a vendor sent: .json or .zip',
    input: ImportFile,
    upload: true,
    perMinute,
    headers,
    response: followed,
    async handle(call) {
      const { ctx, request } = call
      const { app } = ctx
      const input = call.input as z.infer<typeof ImportFile> // parsed by the door
      const file = await receiveUpload(request, {
        folder: app.uploads,
        maxBytes: limits.importBytes,
        assertSpace: () => app.disk.assertSpace(),
      })
      const begun = await app.imports.begin(
        await sourceOf(file, file.name.slice(0, limits.fileNameBytes) || 'file'),
        { field: 'file', read: () => input },
      )
      return answer(call, begun, input.wait)
    },
  },
  {
    method: 'POST',
    path: '/import/path',
    access: 'admin',
    summary: 'Import a file of the vault',
    input: ImportPath,
    perMinute,
    headers,
    response: followed,
    async handle(call) {
      const { app } = call.ctx
      const input = call.input as z.infer<typeof ImportPath> // parsed by the door
      const begun = await app.imports.begin(await app.imports.fromVault(input.path), {
        field: 'path',
        read: () => input,
      })
      return answer(call, begun, input.wait)
    },
  },
  {
    method: 'POST',
    path: '/import/sync',
    access: 'admin',
    summary: 'Make chats of the sessions that agents held in the folder of chats',
    input: ImportSync,
    perMinute,
    response: { ...response, description: 'What was found.', schema: ImportSynced },
    async handle({ ctx, input }) {
      const done = await ctx.app.imports.sync(input as z.infer<typeof ImportSync>, ctx.signal) // parsed by the door
      await auditChange(ctx, 'imports.sync', {})
      return done
    },
  },
]
