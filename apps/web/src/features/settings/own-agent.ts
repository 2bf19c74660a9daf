import type { Agent, OwnAgentCreate } from '@atrium/schema'

/** What stands in the dialog of an own agent. */
export type AgentFields = {
  name: string
  title: string
  command: string
  /** One a line. */
  args: string
  /** `NAME=value`, one a line. */
  env: string
  /** Names, one a line. */
  variables: string
  confined: boolean
  url: string
  urlVariable: string
  keyVariable: string
  header: 'authorization' | 'x-api-key' | 'x-goog-api-key'
  /** One a line. */
  folders: string
}

export const headers = ['authorization', 'x-api-key', 'x-goog-api-key'] as const

export function fieldsOf(agent: Agent | undefined): AgentFields {
  const own = agent?.own
  return {
    name: agent?.name ?? '',
    title: agent?.title ?? '',
    command: own?.command ?? '',
    args: own?.args.join('\n') ?? '',
    env: Object.entries(own?.env ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    variables: own?.variables.join('\n') ?? '',
    confined: Boolean(own?.service),
    url: own?.service?.url ?? '',
    urlVariable: own?.service?.url_variable ?? '',
    keyVariable: own?.service?.key_variable ?? '',
    header: own?.service?.header ?? 'authorization',
    folders: own?.folders.join('\n') ?? '',
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '')
const namesOf = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '')

/** Lines cannot tell such arguments from several. */
export const hasOddArgs = (agent: Agent | undefined): boolean =>
  agent?.own?.args.some((arg) => arg === '' || arg.includes('\n')) ?? false

/** The first line that is no `NAME=value`; null when all are. */
export const badLine = (env: string): string | null =>
  linesOf(env).find((line) => !/^[A-Za-z_]\w*=/.test(line.trim())) ?? null

/** As the hub takes it; masked values that nobody touched go back as they came. */
export function agentOf(fields: AgentFields, agent: Agent | undefined): OwnAgentCreate {
  const before = agent?.own?.args
  return {
    name: fields.name.trim(),
    title: fields.title.trim(),
    command: fields.command.trim(),
    args: before && fields.args === before.join('\n') ? before : linesOf(fields.args),
    env: Object.fromEntries(
      linesOf(fields.env).map((line) => {
        const at = line.indexOf('=')
        return [line.slice(0, at).trim(), line.slice(at + 1)]
      }),
    ),
    variables: namesOf(fields.variables),
    service: fields.confined
      ? {
          url: fields.url.trim(),
          url_variable: fields.urlVariable.trim(),
          key_variable: fields.keyVariable.trim(),
          header: fields.header,
        }
      : null,
    folders: linesOf(fields.folders),
  }
}

/** A command line as a person reads it, arguments kept apart by quotes. */
export const commandLine = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
