import { BlockList, isIP } from 'node:net'

const authority = /^(?:(\[[0-9a-f:.]+\])|([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\.?)(?::(\d{1,5}))?$/

/** Host and port of an authority as browsers and proxies write it; null when it is anything else. */
export function parseHost(text: string): { name: string; port: number | null } | null {
  const match = authority.exec(text.toLowerCase())
  const name = match?.[1] ?? match?.[2]
  if (name === undefined || name.includes('..') || name.length > 253) return null
  const port = match?.[3] === undefined ? null : Number(match[3])
  return port !== null && port > 65_535 ? null : { name, port }
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']
export const isLoopbackName = (name: string): boolean => loopbackNames.includes(name)
export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')

export type Hosts = {
  /** Whether a Host header names this server. */
  isAllowed(host: string): boolean
  /** Whether an Origin may change things: our own at this Host, or a listed one. */
  isOriginAllowed(origin: string, host: string, secure: boolean): boolean
}

export type HostRules = {
  /** Address it listens on. */
  host: string
  publicUrl: string | null
  allowedHosts: readonly string[]
  allowedOrigins: readonly string[]
}

/** Names and origins this server answers to. Ports of Host are not compared: tunnels change them, attackers cannot use them. */
export function createHosts(rules: HostRules): Hosts {
  const wildcard = rules.host === '0.0.0.0' || rules.host === '::' || rules.host === '[::]'
  const publicUrl = rules.publicUrl === null ? null : new URL(rules.publicUrl)
  const bracketed = isIP(rules.host) === 6 ? `[${rules.host}]` : rules.host
  const names = new Set([
    ...loopbackNames,
    ...(wildcard ? [] : [bracketed]),
    ...(publicUrl ? [publicUrl.hostname] : []),
  ])
  for (const entry of rules.allowedHosts) {
    const parsed = parseHost(isIP(entry) === 6 ? `[${entry}]` : entry)
    if (parsed) names.add(parsed.name)
  }
  const origins = new Set([...rules.allowedOrigins, ...(publicUrl ? [publicUrl.origin] : [])])
  const seen = new Map<string, boolean>()
  return {
    isAllowed(host) {
      const known = seen.get(host)
      if (known !== undefined) return known
      const parsed = parseHost(host)
      const allowed = parsed !== null && names.has(parsed.name)
      if (seen.size < 64) seen.set(host, allowed)
      return allowed
    },
    isOriginAllowed(origin, host, secure) {
      if (origins.has(origin)) return true
      const parsed = parseHost(host)
      if (!parsed || !names.has(parsed.name)) return false
      if (publicUrl?.protocol === 'https:' && parsed.name === publicUrl.hostname) secure = true
      const port = parsed.port === null || parsed.port === (secure ? 443 : 80) ? '' : `:${parsed.port}`
      return origin === `${secure ? 'https' : 'http'}://${parsed.name}${port}`
    },
  }
}

/** Reverse proxies whose forwarding headers count. */
export function createProxyList(entries: readonly string[]): (address: string) => boolean {
  if (entries.length === 0) return () => false
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const plain = address.startsWith('::ffff:') ? address.slice(7) : address
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
  }
}
