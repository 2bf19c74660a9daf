const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "5 minutes ago" in the language given; under a minute it is "now". */
export function relativeTime(iso: string | number, locale: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  return format.format(0, 'second')
}

export function formatBytes(bytes: number, locale: string): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  let step = 0
  let value = bytes
  while (value >= 1024 && step < steps.length - 1) {
    value /= 1024
    step++
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: steps[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short', // "9 byte" is no English
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(value)
}

export function formatDuration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** A day and a time of day, as people of that language write it; the year only when it is another one. */
export function formatMoment(iso: string, locale: string, now = new Date()): string {
  const at = new Date(iso)
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}

/** Which heading of the list a time falls under. */
export function ageGroup(iso: string, now = new Date()): 'today' | 'yesterday' | 'week' | 'month' | 'older' {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const at = new Date(iso).getTime()
  if (at >= midnight) return 'today'
  if (at >= midnight - 86_400_000) return 'yesterday'
  if (at >= midnight - 6 * 86_400_000) return 'week'
  if (at >= midnight - 29 * 86_400_000) return 'month'
  return 'older'
}
