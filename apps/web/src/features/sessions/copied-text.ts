/** Text of an OSC 52 payload, `c;<base64>`; null for a question (`?`), for a clearing and for what is broken. */
export function copiedText(payload: string): string | null {
  const encoded = /^[a-z0-9]*;([A-Za-z0-9+/]+=*)$/.exec(payload)?.[1]
  if (!encoded || encoded.length > 1_400_000) return null
  try {
    const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
