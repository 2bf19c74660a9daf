import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createTestApp, type TestOptions } from '../../testing.ts'

/** A hub with one registered project, and a home folder of its own so that its trash is nobody else's. */
export async function createFilesApp(options: TestOptions = {}) {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-files-')))
  const person = join(base, 'person')
  const folder = join(base, 'shop')
  mkdirSync(person)
  mkdirSync(folder)
  const app = await createTestApp({
    browseRoots: [base],
    hostEnv: { ...process.env, HOME: person, XDG_DATA_HOME: join(person, '.local/share') },
    ...options,
  })
  const { status, body } = await app.rest('POST', '/api/projects', {
    displayName: 'Shop',
    path: folder,
    plan: false,
  })
  if (status !== 201) throw new Error(`no project: ${JSON.stringify(body)}`)
  const id: string = body.id
  return {
    app,
    id,
    base,
    person,
    folder,
    trash: join(person, '.local/share/Trash'),
    at: (path: string) => join(folder, path),
    put(path: string, content: string | Buffer = 'x') {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    call: (method: string, path = '', body?: unknown, headers: Record<string, string> = {}) =>
      app.rest(method, `/api/projects/${id}${path}`, body, { headers }),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
export type FilesApp = Awaited<ReturnType<typeof createFilesApp>>

export const query = (values: Record<string, unknown>): string =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString()

export const refused = ({ status, body }: { status: number; body: { code?: string; reason?: string } }) => [
  status,
  body.code,
  body.reason,
]
