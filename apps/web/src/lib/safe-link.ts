const schemes = new Set(['http:', 'https:', 'mailto:'])

/** The address when a click on it may be offered; null for every other scheme and for what is no address. */
export function safeLink(address: string | undefined): string | null {
  if (!address) return null
  try {
    const url = new URL(address)
    return schemes.has(url.protocol) ? url.href : null
  } catch {
    return null
  }
}
