import type { TestApp } from '../../testing.ts'
import type { Ask } from './service.ts'

/** Asks as the hooks of an agent in a terminal do. */
export function askFor(app: TestApp, change: Partial<Ask> = {}) {
  const gone = new AbortController()
  const answer = app.app.approvals.ask({
    session: 'cc-x',
    tool: 'Bash',
    input: { command: 'rm -rf build' },
    cwd: '/tmp',
    signal: gone.signal,
    ...change,
  })
  return { answer, leave: () => gone.abort() }
}

export type Listed = {
  id: string
  state: string
  source: string
  inputHash: string
  suggestedRules: unknown[]
}
export const listed = async (app: Pick<TestApp, 'rest'>): Promise<Listed[]> =>
  (await app.rest('GET', '/api/approvals')).body.approvals

/** A key of these scopes, as headers. */
export async function keyWith(app: TestApp, ...scopes: string[]): Promise<{ authorization: string }> {
  const { body } = await app.rest('POST', '/api/auth/keys', { label: scopes.join(), scopes })
  return { authorization: `Bearer ${body.key}` }
}
