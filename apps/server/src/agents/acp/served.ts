// What an agent may ask of the hub in a session, and how it is told no.
import type * as Acp from '@agentclientprotocol/sdk'
import { AppError, messageOf } from '../../core/errors.ts'
import { type Json, record } from '../claude-json.ts'
import type { createAcpAnswers } from './answers.ts'
import { type createAcpFiles, Refused } from './files.ts'
import type { createAcpTerminals } from './terminals.ts'
import { newsMethod } from './wire.ts'

type Deps = {
  answers: ReturnType<typeof createAcpAnswers>
  files: ReturnType<typeof createAcpFiles>
  terminals: ReturnType<typeof createAcpTerminals>
  /** Whether this is about the session that is open. */
  isOurs: (params: Json) => boolean
  news: (params: Json) => void
}

type Asked = { params: Json; signal: AbortSignal }
type Work = (params: Json, cancelled: AbortSignal) => unknown

const refused = -32_000

/** What is asked is looked at where it is used and not by the schema of the SDK: what a newer agent adds is passed over. */
const asIs = (params: unknown): Json => record(params)

export function serveAgent(acp: typeof Acp, { answers, files, terminals, isOurs, news }: Deps) {
  const works: Record<string, Work> = {
    'session/request_permission': (params, cancelled) =>
      isOurs(params) ? answers.permission(params, cancelled) : { outcome: { outcome: 'cancelled' } },
    'elicitation/create': (params, cancelled) => answers.elicit(params, cancelled),
    'fs/read_text_file': (params) => files.read(params),
    'fs/write_text_file': (params) => files.write(params),
    'terminal/create': (params) => terminals.create(params),
    'terminal/output': (params) => terminals.output(params),
    'terminal/wait_for_exit': (params) => terminals.waitForExit(params),
    'terminal/kill': (params) => terminals.kill(params),
    'terminal/release': (params) => terminals.release(params),
  }
  const served =
    (work: Work) =>
    async ({ params, signal }: Asked): Promise<unknown> => {
      try {
        return await work(params, signal)
      } catch (error) {
        if (error instanceof Refused || error instanceof AppError)
          throw new acp.RequestError(refused, messageOf(error))
        throw acp.RequestError.internalError()
      }
    }
  const app = acp.client({ name: 'atrium' })
  for (const [method, work] of Object.entries(works)) app.onRequest(method, asIs, served(work))
  return app
    .onNotification(newsMethod, asIs, ({ params }) => news(params))
    .onNotification('*', () => undefined)
}
