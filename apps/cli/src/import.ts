import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { createClient } from '@atrium/sdk'
import { StartError } from '@atrium/server'
import { type TargetOptions, targetOf } from './target.ts'

export type ImportOptions = TargetOptions & { listed?: boolean; vault?: boolean }

/** What the hub tells of an import, as far as it is shown here. */
type Told = {
  state: string
  message: string | null
  bytes_total: number
  bytes_read: number
  imported_count: number
  updated_count: number
  skipped_count: number
  attachment_count: number
  error_count: number
  errors?: string[]
}

/** `atrium import`: sends the file that a vendor gave, and shows how its import goes. */
export async function importFile(file: string, options: ImportOptions): Promise<void> {
  const { url, token } = await targetOf(options, options.vault ? 'admin' : 'chat')
  const client = createClient({ baseUrl: url, token })
  const archived = options.listed ? 'false' : 'true'
  const headers = { accept: 'text/event-stream' }
  const line = createLine()
  const answer = options.vault
    ? await client.fetch(`/api/import/path?path=${encodeURIComponent(file)}&archived=${archived}`, {
        method: 'POST',
        headers,
      })
    : await client.fetch(`/api/import/file?archived=${archived}`, {
        method: 'POST',
        headers,
        body: await formOf(file, line),
      })
  if (!answer.ok) throw new Error(`${url}: ${await reasonOf(answer)}`)
  let last: Told | null = null
  for await (const told of progressIn(answer)) {
    last = told
    line.show(`Importing ${percent(told)} % · ${count(told.imported_count)} chats`)
  }
  line.clear()
  if (last?.state !== 'completed')
    throw new Error(last?.message ?? 'The connection broke off; the import goes on in the hub')
  summary(last)
}

async function formOf(file: string, line: Line): Promise<FormData> {
  const path = resolve(file)
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) throw new StartError('misconfigured', `There is no such file: ${path}`)
  line.show(`Sending ${basename(path)} (${count(Math.ceil(info.size / 1_000_000))} MB)`)
  const form = new FormData()
  form.append('file', await openAsBlob(path), basename(path))
  return form
}

async function reasonOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null)
  const { message, detail } = (body ?? {}) as { message?: unknown; detail?: unknown }
  const first = Array.isArray(detail) ? (detail[0] as { msg?: unknown } | undefined)?.msg : undefined
  const said = [first, message].find((text) => typeof text === 'string')
  return said ?? `${answer.status} ${answer.statusText}`
}

/** Each `data:` line of the stream. */
async function* progressIn(answer: Response): AsyncGenerator<Told> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const piece of answer.body ?? []) {
    const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      const event = JSON.parse(line.slice(6)) as { import?: Told } // the hub writes it
      if (event.import) yield event.import
    }
  }
}

const count = (number: number): string => number.toLocaleString('en-US')
const percent = ({ bytes_read, bytes_total }: Told): number =>
  bytes_total === 0 ? 100 : Math.floor((100 * bytes_read) / bytes_total)

function summary(told: Told): void {
  const { imported_count, updated_count, skipped_count, attachment_count, error_count, errors = [] } = told
  for (const error of errors) console.error(`left out  ${error}`)
  if (error_count > errors.length) console.error(`left out  ${count(error_count - errors.length)} more`)
  const parts = [
    `${count(imported_count)} ${imported_count === 1 ? 'chat' : 'chats'} imported`,
    ...(updated_count > 0 ? [`${count(updated_count)} got new messages`] : []),
    ...(skipped_count > 0 ? [`${count(skipped_count)} were here already`] : []),
    ...(attachment_count > 0 ? [`${count(attachment_count)} files`] : []),
  ]
  console.log(`${parts.join(', ')}.`)
  if (error_count > 0) process.exitCode = 2
}

type Line = ReturnType<typeof createLine>

/** One line on a terminal that is written over; nothing elsewhere. */
function createLine() {
  const { stderr } = process
  const clear = (): void => void (stderr.isTTY && stderr.write('\r\u001b[K'))
  return {
    show(text: string): void {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`)
    },
    clear,
  }
}
