import { mkdir, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { installClaude } from '../src/agents/install.ts'
import { messageOf } from '../src/core/errors.ts'
import { setHostEnv } from '../src/host/exec.ts'
import { sandboxAvailable } from '../src/host/sandbox.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The real agent program, or why it is not here. */
    claude: { path: string } | { missing: string }
    /** Why no sandbox can be had here; null when one can. */
    noSandbox: string | null
  }
}

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'atrium', 'agents')
const triedAgo = 10 * 60_000

/** Fetches the real agent program once for the tests that drive it, into a folder that outlives the checkout. */
export async function setup(project: TestProject): Promise<void> {
  setHostEnv(process.env)
  project.provide('claude', await fetchOnce())
  const sandbox = await sandboxAvailable()
  project.provide('noSandbox', sandbox.available ? null : sandbox.reason)
}

async function fetchOnce(): Promise<{ path: string } | { missing: string }> {
  const note = join(cache, 'failed')
  const failed = await stat(note).catch(() => null)
  if (failed && Date.now() - failed.mtimeMs < triedAgo && !process.env['CI'])
    return { missing: 'the program could not be fetched a few minutes ago' }
  try {
    const { path } = await installClaude({
      agentsFolder: cache,
      hostEnv: process.env,
      progress: (line) => void (line.startsWith('Fetching') && process.stderr.write(`${line}\n`)),
    })
    return { path }
  } catch (error) {
    await mkdir(cache, { recursive: true })
    await writeFile(note, messageOf(error))
    return { missing: messageOf(error) }
  }
}
