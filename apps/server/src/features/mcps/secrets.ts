/** Stands for what is not shown. */
export const maskSign = '••••'

/** Names under which people keep secrets in places of their own invention. */
const secretName = /token|secret|passw|api[-_]?key|(^|[-_])key$|auth|credential|signature|(^|[-_])sig$/i

/**
 * Variables that decide which code runs, whatever the command line says: whoever approves must read them, and nobody keeps a
 * secret there.
 */
const loaders =
  /^(PATH|LD_.*|DYLD_.*|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|PYTHON.*|PERL5?.*|RUBY(OPT|LIB)|BASH_ENV|ENV|SHELL|IFS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GIT_(SSH|EXEC|CONFIG|ASKPASS).*|NPM_CONFIG_(?!.*(auth|token|password)).*|UV_(?!.*(PASSWORD|TOKEN)).*|HOME)$/i

const reference = /^(?:[A-Za-z]+ )?\$\{[A-Za-z_]\w*\}$/
const maxDepth = 16

/** The last four characters help to recognise a long secret; of a short one they would be too much of it. */
export function masked(text: string): string {
  if (text === '' || reference.test(text)) return text
  return text.length < 12 ? maskSign : maskSign + text.slice(-4)
}

/** A config as answers show it. */
export function maskConfig(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (key === 'env') return [key, maskAll(value, (name) => loaders.test(name))]
      if (key === 'headers') return [key, maskAll(value, () => false)]
      if (key === 'url') return [key, typeof value === 'string' ? maskUrl(value) : value]
      if (known.has(key)) return [key, value]
      return [key, maskUnknown(key, value, 0)]
    }),
  )
}

/** Shown in full: they are what an administrator approves. */
const known = new Set(['type', 'command', 'args', 'auth', 'trust_level'])

function maskAll(value: unknown, isShown: (name: string) => boolean): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return maskSign
  return Object.fromEntries(
    Object.entries(value).map(([name, text]: [string, unknown]) => [
      name,
      isShown(name) && typeof text === 'string' ? text : masked(String(text)),
    ]),
  )
}

export function maskUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, `$1${maskSign}@`)
    .replace(/([?&])([^=&#]*)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
      secretName.test(name) ? `${mark}${name}=${masked(value)}` : whole,
    )
}

function maskUnknown(key: string, value: unknown, depth: number): unknown {
  if (depth > maxDepth) return maskSign
  if (secretName.test(key) && (typeof value === 'string' || typeof value === 'number'))
    return masked(String(value))
  if (Array.isArray(value)) return value.map((item) => maskUnknown(key, item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, maskUnknown(name, item, depth + 1)]),
  )
}

/** `next` with every masked value that was written back replaced by what it stands for in `old`. */
export function unmaskConfig(
  next: Record<string, unknown>,
  old: Record<string, unknown>,
): Record<string, unknown> {
  return restore(next, maskConfig(old), old) as Record<string, unknown> // an object stays one
}

function restore(next: unknown, shown: unknown, kept: unknown): unknown {
  if (typeof next === 'string') return next === shown && next !== kept ? kept : next
  if (typeof next !== 'object' || next === null) return next
  const of = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined
  if (Array.isArray(next))
    return next.map((item, index) => restore(item, of(shown, String(index)), of(kept, String(index))))
  return Object.fromEntries(
    Object.entries(next).map(([key, item]) => [key, restore(item, of(shown, key), of(kept, key))]),
  )
}

/** Where a mask is left that stands for nothing. */
export function leftMask(value: unknown, path: string[] = []): string[] | null {
  if (typeof value === 'string') return value.includes(maskSign) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, item] of Object.entries(value)) {
    const found = leftMask(item, [...path, key])
    if (found) return found
  }
  return null
}
