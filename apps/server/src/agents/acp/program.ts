import { access, open, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, parse, sep } from 'node:path'
import { childEnv } from '../../host/exec.ts'
import { findOnPath, isProgram } from '../../host/on-path.ts'
import type { AcpAgent } from './agents.ts'

/** How a program is started, where it lies, and whether the hub has fetched it. */
export type AcpProgram = { file: string; args: string[]; path: string; fetched: boolean }

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Where `installAgent` puts an agent. */
export const agentFolder = (agentsFolder: string, id: string): string => join(agentsFolder, id)

/** The fetched program, else the one on PATH; an absolute path means itself alone. */
export async function findAcpProgram(agent: AcpAgent, agentsFolder: string): Promise<AcpProgram | null> {
  const args = [...agent.args]
  if (isAbsolute(agent.command))
    return (await isProgram(agent.command))
      ? { file: agent.command, args, path: agent.command, fetched: false }
      : null
  if (agent.packages) {
    const path = join(agentFolder(agentsFolder, agent.id), agent.packages.program)
    if (await exists(path))
      return /\.[cm]?js$/.test(path)
        ? { file: process.execPath, args: [path, ...args], path, fetched: true }
        : { file: path, args, path, fetched: true }
  }
  const path = await findOnPath(agent.command)
  return path === null ? null : { file: path, args, path, fetched: false }
}

/** Whether the agent can sign in somewhere: looks at what exists, never at the value of a secret. */
export async function canSignIn(agent: AcpAgent, hostEnv: Readonly<NodeJS.ProcessEnv>): Promise<boolean> {
  if (!agent.credential) return true
  const values = { ...hostEnv, ...agent.env }
  if (agent.credential.variables.some((name) => values[name])) return true
  const home = childEnv()['HOME'] ?? homedir()
  for (const file of agent.credential.files) {
    const variable = /^\$(\w+)/.exec(file)?.[1]
    const base = variable === undefined ? home : values[variable]
    if (base && (await exists(file.replace(/^(~|\$\w+)/, () => base)))) return true
  }
  return false
}

/** The whole environment of the agent: what any child gets, and what is named for this one. Nothing else of the hub. */
export function acpEnv(agent: AcpAgent, hostEnv: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const handed = Object.fromEntries(
    agent.variables.flatMap((name) => (hostEnv[name] === undefined ? [] : [[name, hostEnv[name]]])),
  )
  const own = { ...handed, ...agent.env }
  return childEnv({ ...own, ...agent.adapt?.(own) })
}

/** Names of what is the agent's alone: any of it may be what it signs in with, and nothing that it starts is to have it. */
export function secretNames(agent: AcpAgent): string[] {
  const plain = childEnv()
  return [...agent.variables, ...Object.keys(agent.env)].filter((name) => !(name in plain))
}

/** Folders that are the same inside and outside of a sandbox. */
const shared = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64']

/**
 * What of the host a program needs to be seen to run: itself, or the packages it lies among.
 * @throws Error when that would be a whole home, or more
 */
export async function programFolder(path: string): Promise<string | null> {
  const real = await realpath(path)
  if (shared.some((root) => real.startsWith(root + sep))) return null
  const packages = real.indexOf(`${sep}node_modules${sep}`)
  if (packages > 0) return real.slice(0, packages + `${sep}node_modules`.length)
  if (await isNative(real)) return real
  const folder = dirname(real)
  const home = childEnv()['HOME'] ?? homedir()
  if (folder === parse(folder).root || `${home}${sep}`.startsWith(`${folder}${sep}`))
    throw new Error(`${path} is a script in ${folder}, which is not brought into a sandbox.`)
  return folder
}

async function isNative(path: string): Promise<boolean> {
  await using file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
  return buffer.toString('latin1') === '\x7fELF'
}
