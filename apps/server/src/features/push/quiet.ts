import type { QuietHours } from '@atrium/schema'

const minutes = (clock: string): number => {
  const [hours = 0, rest = 0] = clock.split(':').map(Number)
  return hours * 60 + rest
}

/** Whether a moment falls into the hours of silence; from and to being equal is the whole day. */
export function isQuiet({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
  const now = minutes(clock)
  const begin = minutes(from)
  const end = minutes(to)
  return begin < end ? now >= begin && now < end : now >= begin || now < end
}
