import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPlan } from './agent-file.ts'
import { dueNow } from './clock.ts'
import { byCron, checkZone, dailyAt, dayIn, daysBefore, isDay } from './schedule.ts'

const zones = Intl.supportedValuesOf('timeZone')
const minute = 60_000
const day = 24 * 60 * minute

/** Hours and minutes that a clock on the wall shows. */
function wall(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .replace(/^0(?=\d:)/, '')
}

/** Minutes of the day that no clock of the zone shows on a day, found by looking at every minute of it. */
function shown(zone: string, wanted: string): Set<string> {
  const noon = Date.parse(`${wanted}T12:00:00Z`)
  const seen = new Set<string>()
  for (let at = noon - 36 * 60 * minute; at < noon + 36 * 60 * minute; at += minute)
    if (dayIn(zone, new Date(at)) === wanted) seen.add(wall(zone, new Date(at)))
  return seen
}

describe('a time of day', () => {
  test('comes once a day in every zone, at that time or, where the clocks leave it out, right behind the gap', () => {
    const when = fc.record({
      zone: fc.constantFrom(...zones),
      at: fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    })
    fc.assert(
      fc.property(when, ({ zone, at, hour, minute }) => {
        const time = `${hour}:${String(minute).padStart(2, '0')}`
        const schedule = dailyAt(time, zone)
        const days: string[] = []
        let next = at
        for (let i = 0; i < 5; i++) {
          const found = schedule.next(next)
          if (!found) throw new Error('no next time')
          expect(found.getTime()).toBeGreaterThan(next.getTime())
          days.push(dayIn(zone, found))
          if (wall(zone, found) !== time) {
            const known = shown(zone, dayIn(zone, found))
            expect(known.has(time), `${zone} ${time} ${found.toISOString()}`).toBe(false)
          }
          next = found
        }
        for (const [index, one] of days.slice(1).entries()) {
          const between = daysBefore(one, 1)
          // No day is left out but one that never was.
          if (between !== days[index]) expect(shown(zone, between).size, `${zone} ${between}`).toBe(0)
        }
        expect(new Set(days).size).toBe(5)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['Europe/Berlin', '2:30', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'], // 2:00 to 3:00 does not exist
    ['Europe/Berlin', '2:30', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'], // 2:30 comes twice: the first
    ['Europe/Berlin', '2:30', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'], // and not again an hour later
    ['America/New_York', '2:15', '2026-03-07T12:00:00Z', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '1:15', '2026-10-31T12:00:00Z', '2026-11-01T05:15:00.000Z'],
    ['Australia/Lord_Howe', '2:15', '2026-10-03T00:00:00Z', '2026-10-03T15:30:00.000Z'], // half an hour is left out
    ['America/Sao_Paulo', '0:00', '2018-11-03T12:00:00Z', '2018-11-04T03:00:00.000Z'], // a day that begins at 1:00
    ['Asia/Kathmandu', '6:30', '2026-05-01T00:00:00Z', '2026-05-01T00:45:00.000Z'],
    ['Pacific/Apia', '6:30', '2011-12-29T20:00:00Z', '2011-12-30T16:30:00.000Z'], // a day that never was
  ])('in %s %s after %s comes at %s', (zone, time, after, expected) => {
    expect(dailyAt(time, zone).next(new Date(after))?.toISOString()).toBe(expected)
  })

  test.each(['25:99', '24:00', '6:5', '6', '', '6:60', '-1:00', '６:３０', '6:30pm', '3:00; rm'])(
    '%j is none',
    (time) => expect(() => dailyAt(time, 'UTC')).toThrow('is no time of day'),
  )
})

describe('a cron expression', () => {
  test.each(['* * * * *', '*/15 9-17 * * MON-FRI', '0 0 1 1 *', '30 6 * * 1,3', '@daily', '0 12 L * *'])(
    '%j is one',
    (text) => expect(byCron(text, 'UTC').next(new Date())).not.toBeNull(),
  )
  test.each(['* * * *', '* * * * * *', '61 * * * *', 'x', '0 0 30 2 *', '@reboot', '* * * * * $(x)'])(
    '%j is none, and said so in a sentence',
    (text) => expect(() => byCron(text, 'UTC')).toThrow(/is no cron expression|never comes/),
  )

  test('its times go forwards, and the latest one before an instant is the one that was next before', () => {
    const field = fc.constantFrom(
      '* * * * *',
      '*/7 * * * *',
      '0 */5 * * *',
      '30 2,14 * * *',
      '5 4 * * 0',
      '0 0 1 * *',
    )
    const at = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(field, fc.constantFrom(...zones), at, (text, zone, from) => {
        const schedule = byCron(text, zone)
        const first = schedule.next(from) ?? from
        const second = schedule.next(first) ?? from
        expect([first > from, second > first]).toEqual([true, true])
        expect(schedule.latest(first)).toEqual(first)
        expect(schedule.latest(new Date(second.getTime() - 1_000))).toEqual(first)
        expect(schedule.count(from, second)).toBe(2)
      }),
      { numRuns: 300 },
    )
  })

  test('hours that are named keep to the rule of days, steps to the real hours', () => {
    const named = byCron('30 2,14 * * *', 'Europe/Berlin')
    expect(named.count(new Date('2026-10-24T22:00:00Z'), new Date('2026-10-25T23:00:00Z'))).toBe(2)
    const hourly = byCron('30 * * * *', 'Europe/Berlin')
    expect(hourly.count(new Date('2026-10-24T22:00:00Z'), new Date('2026-10-25T23:00:00Z'))).toBe(25)
  })
})

describe('what is due', () => {
  const six = dailyAt('6:00', 'UTC')
  const at = (text: string) => new Date(text)
  const due = (missed: 'skip' | 'catch_up', since: string, now: string) =>
    dueNow({ missed }, six, at(since), at(now))

  test('nothing before its time, and its time within minutes of it', () => {
    expect(due('skip', '2026-05-01T06:00:00Z', '2026-05-02T05:59:59Z')).toBeNull()
    expect(due('skip', '2026-05-01T06:00:00Z', '2026-05-02T06:00:00Z')).toMatchObject({
      act: 'run',
      cause: { trigger: 'schedule', due: at('2026-05-02T06:00:00Z'), missed: 0 },
    })
    expect(due('skip', '2026-05-01T06:00:00Z', '2026-05-02T06:04:00Z')).toMatchObject({ act: 'run' })
  })

  test('P57 times that passed while the hub was off are one entry: skipped, or caught up once', () => {
    const [since, now] = ['2026-05-01T06:00:00Z', '2026-05-05T12:00:00Z']
    expect(due('skip', since, now)).toMatchObject({
      act: 'skip',
      cause: { due: at('2026-05-05T06:00:00Z'), missed: 4 },
    })
    expect(due('catch_up', since, now)).toMatchObject({
      act: 'run',
      cause: { trigger: 'catch_up', due: at('2026-05-05T06:00:00Z'), missed: 4 },
    })
    // Seen to: nothing more is due until the next one.
    expect(due('catch_up', '2026-05-05T06:00:00Z', now)).toBeNull()
  })

  test('whatever the clock does, no time is seen to twice', () => {
    const steps = fc.array(fc.integer({ min: -2 * day, max: 3 * day }), { maxLength: 30 })
    fc.assert(
      fc.property(steps, fc.constantFrom('skip' as const, 'catch_up' as const), (moves, policy) => {
        let now = Date.parse('2026-05-01T00:00:00Z')
        let since = new Date(now)
        const seen: number[] = []
        for (const move of moves) {
          now += move
          const found = dueNow({ missed: policy }, six, since, new Date(now))
          if (!found?.cause.due) continue
          since = found.cause.due
          seen.push(since.getTime())
        }
        expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other))
      }),
    )
  })
})

describe('days', () => {
  test('the day before is the day before, also over months and leap days', () => {
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28')
    expect(daysBefore('2028-03-01', 1)).toBe('2028-02-29')
    expect(daysBefore('2026-01-01', 1)).toBe('2025-12-31')
    const some = fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 60 }), (date, count) => {
        const text = date.toISOString().slice(0, 10)
        expect(Date.parse(text) - Date.parse(daysBefore(text, count))).toBe(count * day)
      }),
    )
  })
  test('only days that exist are days', () => {
    expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true)
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '../2026-01-01', '2026-01-01T', ''])
      expect(isDay(text)).toBe(false)
  })
  test('a zone is one that the machine knows', () => {
    expect(() => checkZone('Mars/Olympus')).toThrow('there is no time zone')
    for (const zone of ['UTC', 'Europe/Berlin']) expect(checkZone(zone)).toBe(zone)
  })
})

test('whatever lies in an agent file, reading it gives a plan or one sentence', () => {
  const matter = fc.oneof(
    fc.string(),
    fc.json().map((json) => `---\n${json}\n---\nbody`),
    fc.json().map((json) => `---\nschedule: ${json}\n---\nbody`),
  )
  fc.assert(
    fc.property(matter, (text) => {
      const plan = readPlan('scout', text)
      expect(plan.problem === null).toBe(plan.schedule !== null)
      if (plan.problem !== null) expect(plan.problem).not.toMatch(/undefined|\[object|Cannot read/)
    }),
    { numRuns: 1_000 },
  )
})
