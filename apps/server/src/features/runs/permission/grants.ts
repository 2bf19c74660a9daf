import { homedir } from 'node:os'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { GrantType, PermissionMode, SuggestedGrant, TrustLevel } from '@atrium/schema'
import type { z } from 'zod'
import { childEnv } from '../../../host/exec.ts'
import { blockedCommand, commandMatches, isCompound, runsCommand } from './commands.ts'
import { alternatives, compileGlob, globCovers } from './globs.ts'

type Kind = z.infer<typeof GrantType>
export type Rule = { behavior: 'allow' | 'deny'; type: Kind; pattern: string }

/** A rule of the person for every agent. */
export type StandingRule = {
  id: string
  behavior: 'allow' | 'ask' | 'deny'
  type: Kind
  pattern: string
  /** Real folder that patterns without a root are about; null: everywhere. */
  base: string | null
  /** Whether the call comes from where the rule holds. */
  reaches: boolean
  note: string
}

/** One tool call, its paths absolute with links resolved. */
export type ToolCall = {
  tool: string
  input: Record<string, unknown>
  paths: string[]
  /** The same before links are resolved: a refusal holds for these names as well. */
  written?: string[]
  /** What is known of it when it is a tool of the hub itself. */
  own?: { readOnly: boolean; granted: boolean }
}

export type Policy = {
  trust: TrustLevel
  /** Whether the agent really is in a sandbox: a chat may have been narrowed since it began. */
  confined: boolean
  mode: PermissionMode
  /** Real folders. */
  vault: string
  workingDirectory: string
  /** The hub's own state: no tool may touch it. */
  home: string
  /** Folders that the agent was given to read, its skills, wherever they lie. */
  given: readonly string[]
  rules: readonly Rule[]
  /** Rules of the person for all agents; they go before those of the chat. */
  standing: readonly StandingRule[]
}

/** `rule`: the standing rule that decided. */
export type Decision = { rule?: string } & (
  | { decision: 'allow' }
  | { decision: 'ask' }
  | { decision: 'deny'; message: string }
)

const allow: Decision = { decision: 'allow' }
const ask: Decision = { decision: 'ask' }
const deny = (message: string): Decision => ({ decision: 'deny', message })

const readTools = new Set(['Read', 'Glob', 'Grep', 'LS', 'NotebookRead', 'LSP'])
const writeTools = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit'])
/** They touch nothing by themselves: what they lead to is asked for on its own. */
const harmlessTools = new Set(['Task', 'Agent', 'TaskOutput', 'TodoWrite', 'EnterPlanMode', 'ToolSearch'])
/** Always a person's word. */
const personTools = new Set(['ExitPlanMode', 'AskUserQuestion'])

export function kindOf(tool: string): Kind {
  if (readTools.has(tool)) return 'read'
  if (writeTools.has(tool)) return 'write'
  return tool === 'Bash' ? 'bash' : 'tool'
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const commandOf = (input: Record<string, unknown>): string => textOf(input['command']) ?? ''

/** Absolute paths that a call of a file tool names, links not yet resolved; empty when it names none. */
export function pathsOf(tool: string, input: Record<string, unknown>, workingDirectory: string): string[] {
  const kind = kindOf(tool)
  if (kind !== 'read' && kind !== 'write') return []
  const written = textOf(input['file_path']) ?? textOf(input['notebook_path']) ?? textOf(input['path'])
  const named = asRead(written)
  if (tool !== 'Glob' && tool !== 'Grep' && tool !== 'LS')
    return [...new Set([named, written])].flatMap((path) => (path ? resolve(workingDirectory, path) : []))
  const base = resolve(workingDirectory, named ?? '.')
  const pattern = asRead(tool === 'Glob' ? textOf(input['pattern']) : textOf(input['glob']))
  if (!pattern) return [base]
  if (!isAbsolute(pattern) && !pattern.includes('..')) return [base, ...secretsNamed(pattern, base)]
  return [base, resolve(base, literalPart(pattern))] // a pattern may lead out of its folder
}

/** Some agents pass over spaces around a path, and know the home of the person by its sign. */
const asRead = (path: string | null): string | null =>
  path?.trim().replace(/^~(?=[/\\]|$)/, childEnv()['HOME'] ?? homedir()) || null

/** What a search is after when its glob has the name of a secret in it. */
const secretsNamed = (glob: string, base: string): string[] =>
  (alternatives(glob) ?? [glob])
    .flatMap((choice) => choice.split('/'))
    .map((part) => part.replaceAll(/[*?]/g, '').toLowerCase())
    .filter(isSecretName)
    .map((name) => resolve(base, name))

const literalPart = (pattern: string): string => {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => /[*?[\]{}!()]/.test(part))
  return (first === -1 ? parts : parts.slice(0, first)).join('/') || '/'
}

const isInside = (root: string, path: string): boolean => {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** A path as rules write it: relative to the vault when inside, else absolute. */
export const rulePath = (path: string, vault: string): string =>
  isInside(vault, path) ? relative(vault, path).split(sep).join('/') : path

/** A pattern without a root is about the vault alone. */
export const globMatches = (pattern: string, path: string): boolean =>
  isAbsolute(pattern) === isAbsolute(path) && globCovers(pattern, path)

/** Files that are never an agent's business. */
const secretFiles = [
  '.env',
  '.env.*',
  '*.env',
  '*.{key,pem,p12,pfx}',
  'id_rsa*',
  'id_ed25519*',
  'api_key*',
  'apikey*',
  '*_token*',
  '*_secret*',
  'atrium.db*',
  'parachute.db*',
].map(compileGlob)
const secretFolders = new Set([
  '.ssh',
  'credentials',
  'secrets',
  'node_modules',
  'venv',
  '.venv',
  '__pycache__',
  '.cache',
  '.parachute',
])
const isSecretName = (name: string): boolean =>
  secretFolders.has(name) || secretFiles.some((covers) => covers(name))

/** What is written here is run later by somebody else, with no sandbox and no question. */
const startsPrograms = new Set([
  '.git',
  '.gitconfig',
  '.githooks',
  '.husky',
  '.atrium',
  '.agents',
  '.modules',
  '.skills',
  '.claude',
  '.codex',
  '.claude.json',
  '.mcp.json',
  '.vscode',
  '.idea',
  '.envrc',
  '.npmrc',
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.tmux.conf',
  '.config',
  '.local',
])
const gitFolders = new Set(['objects', 'refs', 'hooks'])

/** Whether a real path is never given to agents. */
export function isSecret(path: string, policy: Pick<Policy, 'home' | 'vault' | 'workingDirectory'>): boolean {
  return isInside(policy.home, path) || hasSecretName(path, [policy.workingDirectory, policy.vault])
}

const rootOf = (path: string, roots: readonly string[]): string | undefined =>
  roots.find((folder) => isInside(folder, path))

function hasSecretName(path: string, roots: readonly string[]): boolean {
  const root = rootOf(path, roots)
  // Where the person put the folder is their affair: only what lies below it is looked at.
  const parts = (root === undefined ? path : relative(root, path)).toLowerCase().split(sep).filter(Boolean)
  return parts.some((name, index) => {
    if (name === '.git') return gitFolders.has(parts[index + 1] ?? '')
    return isSecretName(name)
  })
}

function ruleCovers(rule: Rule, call: ToolCall, policy: Policy): boolean {
  const kind = kindOf(call.tool)
  if (rule.type === 'tool') return globCovers(rule.pattern, call.tool)
  if (rule.type !== kind) return false
  if (kind === 'bash') return commandMatches(rule.pattern, commandOf(call.input))
  if (call.paths.length === 0) return false
  const asRule = (path: string): string => rulePath(path, policy.vault)
  if (rule.behavior === 'allow') return call.paths.every((path) => globMatches(rule.pattern, asRule(path)))
  // A refusal reaches further: `**/x` refuses every x, wherever it is.
  return namesOf(call)
    .map(asRule)
    .some((path) => globMatches(rule.pattern, path) || globMatches(`/${rule.pattern}`, path))
}

const namesOf = ({ paths, written = [] }: ToolCall): string[] => [...new Set([...paths, ...written])]

/** A denied command stays denied inside a longer line: each part of it is looked at. */
const denies = (rule: Rule, call: ToolCall, policy: Policy): boolean =>
  ruleCovers(rule, call, policy) ||
  (rule.type === 'bash' && call.tool === 'Bash' && runsCommand(rule.pattern, commandOf(call.input)))

function standingCovers(rule: StandingRule, call: ToolCall): boolean {
  const { behavior, type, pattern, base, reaches } = rule
  const kind = kindOf(call.tool)
  const command = commandOf(call.input)
  if (behavior === 'allow' && (!reaches || personTools.has(call.tool))) return false
  // What may be run and changed is said by command and path: a name alone allows none of it.
  if (type === 'tool')
    return reaches && (kind === 'tool' || behavior !== 'allow') && globCovers(pattern, call.tool)
  if (type !== kind) return false
  if (kind === 'bash')
    return (
      reaches && (commandMatches(pattern, command) || (behavior !== 'allow' && runsCommand(pattern, command)))
    )
  const rooted =
    isAbsolute(pattern) || base === null ? `/${pattern}`.replace(/^\/+/, '/') : `${literal(base)}/${pattern}`
  if (behavior === 'allow')
    return call.paths.length > 0 && call.paths.every((path) => globCovers(rooted, path))
  // A refusal reaches further: into its folder from everywhere, and from its folder `**/x` reaches every x.
  const holds = reaches || (base !== null && !isAbsolute(pattern))
  return namesOf(call).some(
    (path) => (reaches && globCovers(`/${pattern}`, path)) || (holds && globCovers(rooted, path)),
  )
}

/** The standing rule that decides about a call. Refusals go first, then what is asked, whatever the order of the rules. */
export function rulingOf(call: ToolCall, rules: readonly StandingRule[]): StandingRule | null {
  for (const behavior of ['deny', 'ask', 'allow'] as const) {
    const found = rules.find((rule) => rule.behavior === behavior && standingCovers(rule, call))
    if (found) return found
  }
  return null
}

/** Why nobody lifts the refusal of this call; null where it may be allowed. */
export function neverAllowed(
  call: ToolCall,
  policy: Pick<Policy, 'home' | 'vault' | 'workingDirectory'> & Partial<Pick<Policy, 'given'>>,
): string | null {
  const kind = kindOf(call.tool)
  const folders = policy.given ?? []
  const given = (path: string) => (kind === 'read' ? rootOf(path, folders) : undefined)
  if (call.paths.some((path) => (given(path) ? hasSecretName(path, folders) : isSecret(path, policy))))
    return 'This path is never given to agents (secrets, keys, or the hub itself).'
  const block = kind === 'bash' ? blockedCommand(commandOf(call.input)) : null
  return block === null ? null : `This command is never run: ${block}.`
}

export const refusalOf = ({ note }: Pick<StandingRule, 'note'>): string =>
  note === '' ? 'A standing rule refuses this.' : `A standing rule refuses this: ${note}`

/** What becomes of a tool call before anybody is asked. Refusals come first and nothing lifts them. */
export function decide(call: ToolCall, policy: Policy): Decision {
  const kind = kindOf(call.tool)
  const never = neverAllowed(call, policy)
  if (never !== null) return deny(never)
  const ruling = rulingOf(call, policy.standing)
  if (ruling?.behavior === 'deny') return { ...deny(refusalOf(ruling)), rule: ruling.id }
  if (policy.rules.some((rule) => rule.behavior === 'deny' && denies(rule, call, policy)))
    return deny('A standing rule of this chat refuses this.')
  if (personTools.has(call.tool)) return ask
  if (policy.mode === 'plan' && (kind === 'write' || kind === 'bash'))
    return deny('Nothing may be changed in plan mode. Present the plan first.')
  if (ruling?.behavior === 'ask') return { ...ask, rule: ruling.id }
  if (isTrusted(call, kind, policy)) return allow
  if (ruling) return { ...allow, rule: ruling.id }
  if (policy.rules.some((rule) => rule.behavior === 'allow' && ruleCovers(rule, call, policy))) return allow
  return ask
}

const isLaterRun = (root: string, path: string): boolean =>
  relative(root, path)
    .split(sep)
    .some((name) => startsPrograms.has(name.toLowerCase()))

function isTrusted(call: ToolCall, kind: Kind, policy: Policy): boolean {
  if (policy.trust === 'full' || harmlessTools.has(call.tool)) return true
  if (call.own?.granted && (call.own.readOnly || policy.mode !== 'plan')) return true
  if (call.own?.readOnly && policy.trust === 'vault') return true
  const isGiven = (path: string): boolean => rootOf(path, policy.given) !== undefined
  if (kind === 'read' && call.paths.length > 0 && call.paths.every(isGiven)) return true
  // A search reads what lies below, and what lies there is not named.
  if (call.paths.some((path) => path !== policy.home && isInside(path, policy.home))) return false
  const within = (...roots: string[]) =>
    call.paths.length > 0 &&
    call.paths.every((path) =>
      roots.some((root) => isInside(root, path) && !(kind === 'write' && isLaterRun(root, path))),
    )
  if (policy.trust === 'sandboxed')
    return (kind === 'bash' && policy.confined) || within(policy.workingDirectory)
  return within(policy.vault, policy.workingDirectory)
}

/** Rules that a person may keep while allowing this call, from narrow to broad. */
export function suggestGrants(call: ToolCall, vault: string): SuggestedGrant[] {
  const kind = kindOf(call.tool)
  if (personTools.has(call.tool)) return []
  if (kind === 'tool') return [{ scope: 'tool', pattern: call.tool, label: `Always allow ${call.tool}` }]
  if (kind === 'bash') return suggestCommands(commandOf(call.input))
  const [path] = call.paths
  if (path === undefined) return []
  const verb = kind === 'read' ? 'Read' : 'Change'
  const file = rulePath(path, vault)
  const parts = file.split('/')
  const folder = parts.slice(0, -1).join('/')
  const inVault = !isAbsolute(file)
  const below = folder === '' ? '' : `${folder}/`
  const suggestions: SuggestedGrant[] = [{ scope: 'file', pattern: literal(file), label: `${verb} ${file}` }]
  if (folder !== '' || inVault) {
    const name = folder === '' ? 'the vault' : folder
    suggestions.push({ scope: 'folder', pattern: `${literal(below)}*`, label: `${verb} files in ${name}` })
  }
  if (folder !== '')
    suggestions.push({
      scope: 'recursive',
      pattern: `${literal(below)}**/*`,
      label: `${verb} everything below ${folder}`,
    })
  if (inVault && parts.length > 2)
    suggestions.push({
      scope: 'root',
      pattern: `${literal(parts[0] ?? '')}/**/*`,
      label: `${verb} everything below ${parts[0]}`,
    })
  if (inVault) suggestions.push({ scope: 'vault', pattern: '**/*', label: `${verb} everything in the vault` })
  return suggestions
}

/** A name that means itself, whatever signs are in it. */
const literal = (path: string): string => path.replace(/[*?[\]{}()!+@|\\]/g, '\\$&')

function suggestCommands(command: string): SuggestedGrant[] {
  const [program] = command.trim().split(/[ \t]+/)
  if (isCompound(command) || !program) return []
  const whole = command.trim()
  const suggestions: SuggestedGrant[] = [{ scope: 'command', pattern: whole, label: `Run ${whole} …` }]
  if (program !== whole) suggestions.push({ scope: 'program', pattern: program, label: `Run ${program} …` })
  return suggestions
}
