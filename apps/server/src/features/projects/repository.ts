// What the project page says of a project's repository.
import { limits, type ProjectGit } from '@atrium/schema'
import type { ExecResult } from '../../host/exec.ts'
import type { GitOptions } from '../../host/git.ts'

export type Git = (args: readonly string[], options: GitOptions) => Promise<ExecResult>

const timeoutMs = 5_000

/** Nothing is in the answer where the folder is in no repository. @throws AppError gateway_timeout, not_implemented */
export async function readRepository(git: Git, cwd: string, signal: AbortSignal): Promise<ProjectGit> {
  const options = { cwd, timeoutMs, signal }
  const [status, log] = await Promise.all([
    git(['status', '--porcelain=v2', '--branch', '--untracked-files=normal'], { ...options, filters: true }),
    git(['log', `-${limits.projectCommits}`, '-z', '--format=%h%x00%s%x00%cr'], options),
  ])
  if (status.code !== 0) return { status: null, commits: [] }
  const fields = log.code === 0 ? log.stdout.toString().split('\0') : []
  const commits: ProjectGit['commits'] = []
  for (let at = 0; at + 2 < fields.length; at += 3)
    commits.push({ hash: fields[at] ?? '', subject: fields[at + 1] ?? '', relDate: fields[at + 2] ?? '' })
  return { status: statusOf(status.stdout.toString()), commits }
}

function statusOf(text: string): NonNullable<ProjectGit['status']> {
  const lines = text.split('\n').filter(Boolean)
  const head = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length)
  const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(head('ab') ?? '') ?? []
  return {
    branch: head('head') ?? '(detached)',
    dirty: lines.some((line) => !line.startsWith('#')),
    ahead: ahead === undefined ? null : Number(ahead),
    behind: behind === undefined ? null : Number(behind),
  }
}
