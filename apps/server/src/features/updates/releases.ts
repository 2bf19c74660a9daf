// Where newer versions of the hub come from: the repository it was installed from, and no other place.
import { limits } from '@atrium/schema'
import { z } from 'zod'
import { boundedText } from '../../host/bounded-text.ts'
import type { Checkout } from '../../host/checkout.ts'
import { newestOf, parseVersion } from './versions.ts'

export type Release = {
  latest: string | null
  publishedAt: string | null
  url: string | null
  changelogMd: string | null
  source: 'github' | 'git'
}

const GitHubRelease = z.object({
  tag_name: z.string().max(64),
  published_at: z.iso.datetime().nullable().catch(null),
  body: z.string().nullable().catch(null),
})
const changelogChars = 100_000

/** `owner/name` of a repository on GitHub, by its remote address; null for any other. */
export function gitHubName(origin: string): string | null {
  const [, owner, name] =
    /^(?:https:\/\/|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(origin) ?? []
  return owner === undefined ? null : `${owner}/${name}`
}

/** The newest release. @throws Error with a sentence for the person */
export async function latestRelease(options: {
  checkout: Pick<Checkout, 'origin' | 'remoteTags'>
  releasesUrl: string
  signal: AbortSignal
}): Promise<Release> {
  const { checkout, releasesUrl } = options
  const origin = await checkout.origin()
  if (origin === null)
    throw new Error('The hub was not cloned from anywhere that newer versions could come from')
  const name = gitHubName(origin)
  if (name === null) {
    const latest = newestOf(await checkout.remoteTags(limits.releaseTimeoutMs))
    return { latest, publishedAt: null, url: null, changelogMd: null, source: 'git' }
  }
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(limits.releaseTimeoutMs)])
  const response = await fetch(`${releasesUrl}/repos/${name}/releases/latest`, {
    redirect: 'error',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'atrium' },
    signal,
  })
  if (response.status === 404)
    return { latest: null, publishedAt: null, url: null, changelogMd: null, source: 'github' }
  if (!response.ok) throw new Error(`GitHub answered with status ${response.status}`)
  const release = GitHubRelease.safeParse(JSON.parse(await boundedText(response, limits.releaseAnswerBytes)))
  if (!release.success || !parseVersion(release.data.tag_name))
    throw new Error('GitHub answered with something else')
  const { tag_name: tag, published_at: publishedAt, body } = release.data
  return {
    latest: tag.replace(/^v/, ''),
    publishedAt,
    url: `https://github.com/${name}/releases/tag/${encodeURIComponent(tag)}`,
    changelogMd: body?.slice(0, changelogChars) ?? null,
    source: 'github',
  }
}
