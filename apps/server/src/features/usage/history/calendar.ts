/** Days of a time zone, by its offset at the two ends of each day of UTC. */
export function createCalendar(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const dayMs = 86_400_000
  const stepMs = 900_000
  const offsets = new Map<number, number | null>()
  const steps = new Map<number, number>()

  function offsetAt(at: number): number {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
  }

  /** Zones change their offset on a quarter of an hour. */
  function offsetOf(at: number): number {
    const day = Math.floor(at / dayMs)
    let offset = offsets.get(day)
    if (offset === undefined) {
      const first = offsetAt(day * dayMs)
      offset = first === offsetAt((day + 1) * dayMs - 1) ? first : null
      offsets.set(day, offset)
    }
    if (offset !== null) return offset
    const step = Math.floor(at / stepMs)
    const known = steps.get(step) ?? offsetAt(step * stepMs)
    steps.set(step, known)
    return known
  }

  const dates = new Map<number, string>()
  return {
    /** Date, hour, and day of the week from Monday, 0. */
    at(ms: number): { date: string; hour: number; dow: number } {
      const local = ms + offsetOf(ms)
      const day = Math.floor(local / dayMs)
      let date = dates.get(day)
      if (date === undefined) {
        date = new Date(day * dayMs).toISOString().slice(0, 10)
        dates.set(day, date)
      }
      return { date, hour: Math.floor((local - day * dayMs) / 3_600_000), dow: (((day + 3) % 7) + 7) % 7 }
    },
  }
}

/** Dates back from one, itself first. */
export function datesBack(from: string, days: number): string[] {
  const first = Date.parse(`${from}T00:00:00Z`)
  return Array.from({ length: days }, (_, back) =>
    new Date(first - back * 86_400_000).toISOString().slice(0, 10),
  )
}
