import { createHash } from 'node:crypto'
import { SessionName } from '@atrium/schema'

/** The name with the hub's prefix, put in front only where it is not there. */
export const withPrefix = (name: string, prefix: string): string =>
  name.startsWith(prefix) ? name : `${prefix}${name}`

/**
 * How a session is called inside tmux. tmux turns a dot into an underscore, so such names get a sign that no session name may
 * have, and a digest, and keep the true one in an option of the session: `a.b` and `a_b` stay two sessions.
 */
export function tmuxNameOf(name: string): { tmuxName: string; trueName: string | null } {
  if (!name.includes('.')) return { tmuxName: name, trueName: null }
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return { tmuxName: `${name.replaceAll('.', '_')}~${digest}`, trueName: name }
}

/** The name by which the hub knows a live session; what somebody else named beyond our letters gets a readable stand-in. */
export function nameOf(session: { id: string; tmuxName: string; trueName: string | null }): string {
  const { tmuxName, trueName } = session
  if (trueName !== null && isName(trueName) && tmuxNameOf(trueName).tmuxName === tmuxName) return trueName
  if (isName(tmuxName)) return tmuxName
  return `${tmuxName.replace(/[^\w\-. ]/g, '_').slice(0, 48)}-${session.id.replace(/^.*\$/, '')}`
}

const isName = (text: string): boolean => SessionName.safeParse(text).success
