// When an agent runs: a time of day or a cron expression in a time zone, by the rules of that zone.
import { Cron } from 'croner'

export type Schedule = {
  /** Every schedule has one. */
  expression: string
  /** H:MM of a daily one; empty of others. */
  time: string
  timezone: string
  /** The first time behind an instant; null when there is none any more. */
  next(after: Date): Date | null
  /** The last time at or before an instant; null when there was none. */
  latest(at: Date): Date | null
  /** How many times lie behind one instant and not behind the other; at most `mostMissed`. */
  count(after: Date, until: Date): number
  /** In words. */
  trigger: string
}

export const defaultTime = '3:00'
export const mostMissed = 1_000
const clockTime = /^([01]?\d|2[0-3]):([0-5]\d)$/
const cronLike = /^(@\w+|\S+(\s+\S+){4})$/

export const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** @throws Error with one sentence */
export function checkZone(name: string): string {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone && name
  } catch {
    throw new Error(`there is no time zone '${name}'; use a name like Europe/Berlin`)
  }
}

/** Whether a text is meant as a cron expression. */
export const isCron = (text: string): boolean => cronLike.test(text.trim())

/** @throws Error with one sentence */
export function dailyAt(time: string, timezone: string): Schedule {
  const [, hour, minute] = clockTime.exec(time.trim()) ?? []
  if (hour === undefined || minute === undefined)
    throw new Error(`'${time}' is no time of day; write it as H:MM, 0:00 to 23:59`)
  const [h, m] = [Number(hour), Number(minute)]
  const plain = `${h}:${minute}`
  return fromCron(`${m} ${h} * * *`, timezone, { time: plain, trigger: `cron[hour='${h}', minute='${m}']` })
}

/** @throws Error with one sentence */
export function byCron(expression: string, timezone: string): Schedule {
  const plain = expression.trim().replaceAll(/\s+/g, ' ')
  return fromCron(plain, timezone, { time: '', trigger: `cron[${plain}]` })
}

/**
 * A time that a change of the clocks leaves out runs once, right behind the gap; one that comes twice runs the first time.
 * That holds for schedules that name their hours and minutes; `*` and steps run at whatever times there really are.
 */
function fromCron(expression: string, timezone: string, words: Pick<Schedule, 'time' | 'trigger'>): Schedule {
  const zone = checkZone(timezone)
  const cron = makeCron(expression, zone)
  const next = (after: Date): Date | null => cron.nextRun(after)
  if (next(new Date()) === null) throw new Error(`'${expression}' never comes`)
  return {
    expression,
    timezone: zone,
    ...words,
    next,
    latest: (at) => cron.previousRuns(1, new Date(at.getTime() + 1_000)).find((time) => time <= at) ?? null,
    count(after, until) {
      let found = 0
      for (let at = next(after); at && at <= until && found < mostMissed; at = next(at)) found += 1
      return found
    },
  }
}

function makeCron(expression: string, timezone: string): Cron {
  try {
    return new Cron(expression, { timezone, paused: true, mode: '5-part', fixedTimeRule: 'no-wildcard' })
  } catch {
    throw new Error(`'${expression}' is no cron expression of five fields (minute hour day month weekday)`)
  }
}

/** The day of an instant in a time zone, YYYY-MM-DD. */
export function dayIn(timezone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** So many days before a day. */
export function daysBefore(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - count)
  return at.toISOString().slice(0, 10)
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
