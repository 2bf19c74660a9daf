import { expect, test } from 'vitest'
import { createTestApp } from '../src/testing.ts'

/** Who may call what, written out by hand: a door that is opened wider, or a new one, has to be looked at here. */
const table = {
  chat: `
    GET /api/workspaces
    POST /api/workspaces
    GET /api/workspaces/{slug}
    PUT /api/workspaces/{slug}
    DELETE /api/workspaces/{slug}
    GET /api/workspaces/{slug}/sessions
    GET /api/contexts/folders
    GET /api/contexts/chain
    GET /api/contexts/session/{session_id}
    PUT /api/contexts/session/{session_id}
    POST /api/contexts/session/{session_id}/add
    DELETE /api/contexts/session/{session_id}/remove
    GET /api/prompts/preview
    GET /api/mcps
    GET /api/mcps/{name}
    GET /api/mcps/{name}/tools
    GET /api/skills
    GET /api/skills/{name}
    GET /api/modules
    GET /api/modules/{mod}/prompt
    PUT /api/modules/{mod}/prompt
    GET /api/modules/{mod}/stats
    GET /api/hooks
    GET /api/hooks/errors
    GET /api/scheduler
    GET /api/scheduler/runs
    GET /api/usage
    GET /api/sandbox/status
    GET /api/sandbox/config
    GET /api/import
    POST /api/import
    POST /api/import/file
    GET /api/import/{import_id}
    GET /api/brain/search
    GET /api/brain/entities/{para_id}
    PUT /api/brain/entities/{para_id}
    GET /api/brain/resolve/{name}
    POST /api/brain/suggest
    POST /api/brain/reload
    GET /api/daily/entries
    POST /api/daily/entries
    GET /api/daily/entries/{id}
    PUT /api/daily/entries/{id}
    GET /api/daily/search`,
  files: `
    GET /api/fs/ls
    GET /api/fs/read
    PUT /api/fs/write
    GET /api/sync/manifest
    GET /api/sync/changes
    POST /api/sync/push
    POST /api/sync/pull
    DELETE /api/sync/files
    GET /api/import/contexts
    GET /api/claude-code/recent
    GET /api/claude-code/projects
    GET /api/claude-code/sessions
    GET /api/claude-code/sessions/{session_id}`,
  admin: `
    POST /api/mcps
    DELETE /api/mcps/{name}
    POST /api/mcps/{name}/approve
    POST /api/mcps/{name}/test
    POST /api/skills
    DELETE /api/skills/{name}
    POST /api/skills/upload
    POST /api/modules/{name}/approve
    POST /api/hooks/{name}/approve
    POST /api/scheduler/reload
    POST /api/scheduler/agents/{name}/approve
    POST /api/scheduler/agents/{name}/trigger
    POST /api/claude-code/adopt/{session_id}
    POST /api/import/path
    POST /api/import/penates
    POST /api/import/sync
    POST /api/sandbox/build`,
}
const groups =
  /^\/api\/(workspaces|contexts|prompts|fs|sync|mcps|skills|modules|hooks|claude-code|import|scheduler|usage|sandbox|brain|daily)(\/|$)/

/** What hooks of agents tell, and figures of terminals, stand beside the vault; their own tests say who may. */
const ofTheWorkbench = /^\/api\/(hooks\/(\{event\}|[A-Z]\w+|pre-tool-use|statusline)|usage\/\w+)$/

type Scope = keyof typeof table
const doors = Object.entries(table).flatMap(([scope, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line) => ({ scope: scope as Scope, door: line.trim() })),
)

test('every door of the vault, its programs and its history stands in the table', async () => {
  await using app = await createTestApp({ claudePath: '/nowhere/claude' })
  await app.rest('GET', '/api/modules')
  const { paths } = (await app.rest('GET', '/api/openapi.json')).body
  const described = Object.entries<Record<string, { 'x-scope'?: string }>>(paths)
    .filter(([path]) => groups.test(path) && !ofTheWorkbench.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, about]) => `${about['x-scope']} ${method.toUpperCase()} ${path}`),
    )
  expect(described.toSorted()).toEqual(doors.map(({ scope, door }) => `${scope} ${door}`).toSorted())
})

test('P9 P40 a key that chats, one for files and one for terminals reach what is theirs; a revoked one nothing', async () => {
  await using app = await createTestApp({ claudePath: '/nowhere/claude' })
  const keyOf = async (scope: string): Promise<{ id: string; key: string }> =>
    (await app.rest('POST', '/api/auth/keys', { label: scope, scopes: [scope] })).body
  const call = (door: string, key: string) => {
    const [method = '', path = ''] = door.split(' ')
    const body = method === 'GET' || method === 'DELETE' ? undefined : {}
    const headers = { authorization: `Bearer ${key}` }
    return app.rest(method, path.replaceAll(/\{\w+\}/g, 'x'), body, { headers })
  }
  for (const scope of ['chat', 'files', 'terminal']) {
    const { key } = await keyOf(scope)
    for (const { scope: needed, door } of doors) {
      const { status, body } = await call(door, key)
      if (needed === scope) expect([401, 403], `${scope}: ${door} ${body.message}`).not.toContain(status)
      else expect([status, body.code], `${scope}: ${door}`).toEqual([403, 'scope_missing'])
    }
  }
  const { id, key } = await keyOf('admin')
  await app.rest('DELETE', `/api/auth/keys/${id}`)
  const statuses = new Set<number>()
  for (const { door } of doors) statuses.add((await call(door, key)).status)
  expect([...statuses]).toEqual([401, 429]) // after ten tries nobody even looks
})
