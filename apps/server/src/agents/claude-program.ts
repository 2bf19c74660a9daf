import { access, readFile, realpath, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { childEnv, exec } from '../host/exec.ts'
import { findOnPath, isProgram } from '../host/on-path.ts'
import { record } from './claude-json.ts'

export type ClaudeProgram = { path: string; source: 'setting' | 'fetched' | 'path' | 'package' }

/** Name of the SDK's package that holds the program for this machine. */
export function platformPackage(): string {
  const report: { header?: { glibcVersionRuntime?: string } } = process.report.getReport() as object // typed as object only
  const musl = process.platform === 'linux' && !report.header?.glibcVersionRuntime
  return `@anthropic-ai/claude-agent-sdk-${process.platform}-${process.arch}${musl ? '-musl' : ''}`
}

export const programName = process.platform === 'win32' ? 'claude.exe' : 'claude'

/** Where `installClaude` puts the program of this SDK version. */
export const fetchedProgram = (agentsFolder: string): string => join(agentsFolder, 'claude', programName)

/** The program to run: the person's choice, else the fetched one, else `claude` on PATH, else the SDK's own package. */
export async function findProgram(options: {
  configured: string | null
  agentsFolder: string
}): Promise<ClaudeProgram | null> {
  const { configured, agentsFolder } = options
  // A path that somebody set is never replaced by another program in silence.
  if (configured !== null)
    return (await isProgram(configured)) ? { path: configured, source: 'setting' } : null
  const fetched = fetchedProgram(agentsFolder)
  if (await isProgram(fetched)) return { path: fetched, source: 'fetched' }
  const onPath = await findOnPath(programName)
  if (onPath !== null) return { path: onPath, source: 'path' }
  try {
    const sdk = createRequire(createRequire(import.meta.url).resolve('@anthropic-ai/claude-agent-sdk'))
    const path = sdk.resolve(`${platformPackage()}/${programName}`)
    return (await isProgram(path)) ? { path, source: 'package' } : null
  } catch {
    return null
  }
}

const versions = new Map<string, Promise<string | null>>()

/** What the program says its version is; asked once per file. */
export async function programVersion(path: string): Promise<string | null> {
  const facts = await stat(path)
  const key = `${await realpath(path)} ${facts.mtimeMs} ${facts.size}`
  const known = versions.get(key)
  if (known) return known
  const asked = exec(path, ['--version'], { env: childEnv({ DISABLE_AUTOUPDATER: '1' }) }).then(
    ({ stdout }) => /\d+\.\d+\.\d+\S*/.exec(stdout.toString('utf8'))?.[0] ?? null,
    () => null,
  )
  versions.set(key, asked)
  if ((await asked) === null) versions.delete(key)
  return asked
}

/** Variables of a terminal that the hub was started from, which would bind our agents to it. */
const ofAnotherSession = /^CLAUDE_CODE_(ENTRYPOINT|SSE_PORT|SESSION_\w+|HOST_SESSION_ID|EXECPATH)$/

/** The whole environment of the agent: what any child gets, its own credentials and switches, nothing of the hub. */
export function claudeEnv(
  agentEnv: Readonly<NodeJS.ProcessEnv>,
  extra: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const own = Object.entries(agentEnv).filter(([name]) => !ofAnotherSession.test(name))
  return childEnv({
    ...Object.fromEntries(own),
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
    ...extra,
  })
}

/** Folder of the agent's own state: its sign-in, its settings, the transcripts of its sessions. */
export const claudeConfigFolder = (agentEnv: Readonly<NodeJS.ProcessEnv>): string =>
  agentEnv['CLAUDE_CONFIG_DIR'] ?? join(childEnv()['HOME'] ?? homedir(), '.claude')

/** A credential that may be handed to a process in the agent's place; null when only the CLI itself holds one. */
export type HandedCredential = {
  variable: 'ANTHROPIC_API_KEY' | 'ANTHROPIC_AUTH_TOKEN' | 'CLAUDE_CODE_OAUTH_TOKEN'
  value: string
}
export function handedCredential(agentEnv: Readonly<NodeJS.ProcessEnv>): HandedCredential | null {
  const names = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN'] as const
  for (const variable of names) {
    const value = agentEnv[variable]
    if (value) return { variable, value }
  }
  return null
}

/** Whether the agent can sign in somewhere: looks at what exists, never at the value of a secret. */
export async function hasCredential(agentEnv: Readonly<NodeJS.ProcessEnv>): Promise<boolean> {
  if (handedCredential(agentEnv)) return true
  if (
    ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'].some(
      (name) => agentEnv[name],
    )
  )
    return true
  const home = childEnv()['HOME'] ?? homedir()
  const folder = claudeConfigFolder(agentEnv)
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )
  if (await exists(join(folder, '.credentials.json'))) return true
  const settings = await readJson(join(folder, 'settings.json'))
  const variables = record(settings['env'])
  if (settings['apiKeyHelper'] || variables['ANTHROPIC_API_KEY'] || variables['ANTHROPIC_AUTH_TOKEN'])
    return true
  const state = await readJson(join(agentEnv['CLAUDE_CONFIG_DIR'] ?? home, '.claude.json'))
  return 'oauthAccount' in state || 'primaryApiKey' in state
}

/** Plugins that the person has switched on in the agent program itself, by their names in its settings. */
export async function enabledPlugins(configFolder: string): Promise<string[]> {
  const settings = await readJson(join(configFolder, 'settings.json'))
  return Object.keys(record(settings['enabledPlugins']))
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  try {
    return record(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}
