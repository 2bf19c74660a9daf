// What else has a version: coding agents, whose newest one the package manager knows, and programs of the system.
import { limits, type UpdateItem } from '@atrium/schema'
import { exec } from '../../host/exec.ts'
import { versionOf } from '../../host/programs.ts'
import { isNewer, parseVersion } from './versions.ts'

type Cli = {
  id: string
  name: string
  program: string
  package: string | null
  update: readonly string[] | null
  url: string
}

export const clis: readonly Cli[] = [
  {
    id: 'cli:claude',
    name: 'Claude Code',
    program: 'claude',
    package: '@anthropic-ai/claude-code',
    update: ['claude', 'update'],
    url: 'https://github.com/anthropics/claude-code/releases',
  },
  {
    id: 'cli:codex',
    name: 'Codex',
    program: 'codex',
    package: '@openai/codex',
    update: ['codex', 'update'],
    url: 'https://github.com/openai/codex/releases',
  },
  {
    id: 'cli:opencode',
    name: 'opencode',
    program: 'opencode',
    package: 'opencode-ai',
    update: ['opencode', 'upgrade'],
    url: 'https://github.com/sst/opencode/releases',
  },
  {
    id: 'cli:agy',
    name: 'Antigravity',
    program: 'agy',
    package: null,
    update: null,
    url: 'https://antigravity.google',
  },
]

const externals = [
  { program: 'tmux', args: ['-V'] },
  { program: 'git', args: ['--version'] },
  { program: 'rg', args: ['--version'] },
] as const

/** What the package manager of this machine says is the newest; null with why where it cannot tell. */
async function newestPackage(name: string): Promise<{ latest: string | null; error: string | null }> {
  try {
    const { code, stdout } = await exec('npm', ['view', '--fetch-retries=0', '--json', name, 'version'], {
      timeoutMs: limits.releaseTimeoutMs,
      maxBytes: 64 * 1024,
    })
    const latest: unknown = code === 0 ? JSON.parse(stdout.toString('utf8')) : null
    if (typeof latest === 'string' && parseVersion(latest)) return { latest, error: null }
    return { latest: null, error: `npm could not say the newest version of ${name}` }
  } catch {
    return { latest: null, error: `npm could not be asked about ${name}: is there a network?` }
  }
}

/** The coding agents that are here, and what went wrong on the way. */
export async function lookAtClis(): Promise<{ items: UpdateItem[]; errors: string[] }> {
  const looked = await Promise.all(
    clis.map(async (cli) => {
      const current = await versionOf(cli.program)
      if (current === null) return null
      const { latest, error } = cli.package ? await newestPackage(cli.package) : { latest: null, error: null }
      const item: UpdateItem = {
        id: cli.id,
        category: 'cli',
        name: cli.name,
        current,
        latest,
        outdated: latest !== null && isNewer(latest, current),
        source: 'cli',
        executable: cli.update !== null,
        url: cli.url,
      }
      return { item, error }
    }),
  )
  const here = looked.filter((one) => one !== null)
  return { items: here.map(({ item }) => item), errors: here.flatMap(({ error }) => error ?? []) }
}

/** Programs of the system; their newest version is the system's affair. */
export async function lookAtExternals(): Promise<UpdateItem[]> {
  const looked = await Promise.all(
    externals.map(async ({ program, args }) => ({ program, current: await versionOf(program, args) })),
  )
  return looked.flatMap(({ program, current }) =>
    current === null
      ? []
      : {
          id: `ext:${program}`,
          category: 'external' as const,
          name: program,
          current,
          latest: null,
          outdated: false,
          source: 'system' as const,
          executable: false,
          url: null,
        },
  )
}
