import type { McpConfig, McpServer, TrustLevel } from '@atrium/schema'
import { type KeyValue, recordOf, rowsOf } from './key-values.ts'

export const serverTypes = ['stdio', 'http', 'sse'] as const
export type ServerType = (typeof serverTypes)[number]

/** What stands in the dialog of a server. */
export type ServerFields = {
  type: ServerType
  command: string
  /** One a line. */
  args: string
  url: string
  env: KeyValue[]
  headers: KeyValue[]
  trust: TrustLevel
}

/** A server that says nothing may be used where agents ask, and where they act freely. */
export const trustOf = ({ trust_level }: Pick<McpServer, 'trust_level'>): TrustLevel =>
  trust_level === 'full' || trust_level === 'sandboxed' ? trust_level : 'vault'

/** The fields of a server that is there, or of one to come. */
export function fieldsOf(server: McpServer | undefined): ServerFields {
  return {
    type: typeOf(server),
    command: server?.command ?? '',
    args: server?.args?.join('\n') ?? '',
    url: server?.url ?? '',
    env: rowsOf(server?.env),
    headers: rowsOf(server?.headers),
    trust: server ? trustOf(server) : 'vault',
  }
}

function typeOf(server: McpServer | undefined): ServerType {
  const known = serverTypes.find((type) => type === server?.displayType)
  return known ?? (server?.url === undefined ? 'stdio' : 'http')
}

/** Lines cannot tell such arguments from several. */
export const hasOddArgs = (server: McpServer | undefined): boolean =>
  server?.args?.some((arg) => arg === '' || arg.includes('\n')) ?? false

/** As the hub takes it; what nobody touched goes back as it came, masks included. */
export function configOf(fields: ServerFields, server: McpServer | undefined): McpConfig {
  const { type, trust } = fields
  const before = fieldsOf(server)
  const level = trust === before.trust && server ? server.trust_level : trust
  const common = { type, ...(level !== undefined && { trust_level: level as TrustLevel }) }
  if (type === 'stdio') {
    const typed = fields.args.split('\n').filter((line) => line !== '')
    const args = server?.args && fields.args === before.args ? server.args : typed
    const env = recordOf(fields.env)
    return { ...common, command: fields.command.trim(), args, ...(!isEmpty(env) && { env }) }
  }
  const headers = recordOf(fields.headers)
  const auth = server?.auth === 'bearer' || server?.auth === 'none' ? server.auth : undefined
  return { ...common, url: fields.url.trim(), ...(auth && { auth }), ...(!isEmpty(headers) && { headers }) }
}

const isEmpty = (record: object): boolean => Object.keys(record).length === 0
