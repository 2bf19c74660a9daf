/** Lines on standard error, one JSON object each, as the hub's own log. */
export type Log = {
  debug(facts: Facts, message: string): void
  info(facts: Facts, message: string): void
  warn(facts: Facts, message: string): void
  error(facts: Facts, message: string): void
  child(facts: Facts): Log
}
type Facts = Record<string, unknown>

const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const
const maxValueChars = 2_000

/** Secrets that must never be written, whoever puts them into a message or an error. */
export function createSecrets() {
  const known = new Set<string>()
  return {
    add(secret: string): void {
      if (secret.length >= 8) known.add(secret).add(encodeURIComponent(secret))
    },
    hide(text: string): string {
      let shown = text
      for (const secret of known) shown = shown.replaceAll(secret, '[secret]')
      // Whatever is made like one of ours or Telegram's is one, even if nobody told us.
      return shown
        .replace(/\bpara_[A-Za-z0-9_-]{16,}/g, '[secret]')
        .replace(/\d{6,12}:[A-Za-z0-9_-]{30,}/g, '[secret]')
    },
  }
}
export type Secrets = ReturnType<typeof createSecrets>

export function createLog(
  write: (line: string) => void,
  secrets: Secrets,
  { level = 'info', base = {} }: { level?: keyof typeof levels; base?: Facts } = {},
): Log {
  const at = (name: keyof typeof levels) => (facts: Facts, message: string) => {
    if (levels[name] < levels[level]) return
    // The hub keeps the sentence alone.
    const msg = 'error' in facts ? `${message}: ${messageOf(facts['error'])}` : message
    const line = JSON.stringify({ level: levels[name], time: Date.now(), ...base, ...facts, msg }, plain)
    write(`${secrets.hide(line)}\n`)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (facts) => createLog(write, secrets, { level, base: { ...base, ...facts } }),
  }
}

/** Errors by their words; long values cut. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return messageOf(value).slice(0, maxValueChars)
  return typeof value === 'string' && value.length > maxValueChars
    ? `${value.slice(0, maxValueChars)}…`
    : value
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
