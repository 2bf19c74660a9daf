// How a session begins: who the agent is, what it can do, and its session, resumed where it can be.
import { AppError } from '../../core/errors.ts'
import { previewOf } from '../../core/visible.ts'
import { type Json, list, number, record, text } from '../claude-json.ts'
import type { McpServer } from '../runner.ts'
import type { AcpAgent } from './agents.ts'
import { isAuthRequired, signInMessage } from './failures.ts'
import type { AcpLaunch } from './launch.ts'

type Deps = {
  agent: AcpAgent
  launch: AcpLaunch
  folder: string
  /** Session of the agent to go on with; null begins one. */
  before: string | null
  protocolVersion: number
  hubVersion: string
  /** A call that has to be answered within the time of its kind. */
  greet(method: string, params: Json): Promise<Json>
  open(method: string, params: Json): Promise<Json>
}

const sessionIdChars = 1_000

export type Opened = {
  sessionId: string
  isNew: boolean
  /** Whether pictures may be in a message. */
  image: boolean
  version: string | null
  /** What can be chosen is in it. */
  answer: Json
}

/** @throws AppError agent_unavailable, and what the wire throws when the agent ends */
export async function openSession(deps: Deps): Promise<Opened> {
  const { agent, before } = deps
  const greeted = await deps.greet('initialize', {
    protocolVersion: deps.protocolVersion,
    clientCapabilities: {
      fs: { readTextFile: true, writeTextFile: true },
      terminal: true,
      session: { notices: {}, compaction: {} },
      elicitation: { form: {} },
    },
    clientInfo: { name: 'atrium', title: 'Atrium', version: deps.hubVersion },
  })
  const speaks = number(greeted['protocolVersion'])
  if (speaks !== deps.protocolVersion)
    throw new AppError(
      'agent_unavailable',
      `${agent.title} speaks version ${speaks ?? 'unknown'} of ACP, and the hub version ${deps.protocolVersion}.`,
    )
  const able = record(greeted['agentCapabilities'])
  const fixed = {
    cwd: deps.folder,
    mcpServers: serversFor(agent, deps.launch, record(able['mcpCapabilities'])),
  }
  const open = async (method: string, params: Json): Promise<Json> => {
    try {
      return await deps.open(method, { ...fixed, ...params })
    } catch (error) {
      if (!isAuthRequired(error)) throw error
      const methods = list(greeted['authMethods']).map(record)
      throw new AppError('agent_unavailable', signInMessage(agent, methods))
    }
  }
  const again = resumeMethod(able)
  const resumed =
    before === null || again === null
      ? null
      : await open(again, { sessionId: before }).catch((error: unknown) => {
          if (isRefusal(error)) return null // it does not know the session any more
          throw error
        })
  const answer = resumed ?? (await open('session/new', {}))
  const sessionId = resumed ? before : text(answer['sessionId'])
  if (!sessionId || sessionId.length > sessionIdChars)
    throw new AppError('agent_unavailable', `${agent.title} opened a session without a usable name.`)
  return {
    sessionId,
    isNew: resumed === null,
    image: record(able['promptCapabilities'])['image'] === true,
    version: versionOf(record(greeted['agentInfo'])['version']),
    answer,
  }
}

const versionOf = (said: unknown): string | null => text(said) && previewOf(text(said) ?? '', 100)

/** The agent itself has answered, with an error. */
const isRefusal = (error: unknown): boolean =>
  !(error instanceof AppError) && number(record(error)['code']) !== null

function resumeMethod(able: Json): string | null {
  if (record(able['sessionCapabilities'])['resume'] != null) return 'session/resume'
  return able['loadSession'] === true ? 'session/load' : null
}

/** What cannot be given is noted as missing. */
function serversFor(agent: AcpAgent, launch: AcpLaunch, takes: Json): Json[] {
  return Object.entries(launch.servers).flatMap(([name, server]) => {
    if (server.type === 'stdio') return [stdioServer(name, server, launch.secrets)]
    if (takes[server.type] !== true) {
      launch.missing.push({
        server: name,
        reason: `${agent.title} takes no servers of the kind ${server.type}`,
      })
      return []
    }
    const headers = Object.entries(server.headers).map(([key, value]) => ({ name: key, value }))
    return [{ type: server.type, name, url: server.url, headers }]
  })
}

/** An agent hands its own environment on to the servers it starts; what is the agent's alone is blotted out. */
function stdioServer(
  name: string,
  { command, args, env }: Extract<McpServer, { type: 'stdio' }>,
  secrets: readonly string[],
): Json {
  const blank = Object.fromEntries(secrets.map((secret) => [secret, '']))
  const values = Object.entries({ ...blank, ...env }).map(([key, value]) => ({ name: key, value }))
  return { name, command, args, env: values }
}
