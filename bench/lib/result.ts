/** One line of the report. */
export type Result = {
  name: string
  floor: string
  ours: string
  /** How ours compares: a factor, or a difference where the bar is one. */
  ratio: string
  bar: string
  ok: boolean
  /** What was measured against what, where the name cannot say it. */
  note?: string
}

export type Row = { name: string; measure: () => Promise<Result[]> }

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** Measures both sides in turns, so that whatever else the machine does burdens both. The first turn warms up. */
export async function inTurns(
  turns: number,
  floor: () => Promise<number> | number,
  ours: () => Promise<number> | number,
): Promise<{ floor: number; ours: number }> {
  const measured = { floor: [] as number[], ours: [] as number[] }
  for (let turn = 0; turn <= turns; turn++) {
    const values = { floor: await floor(), ours: await ours() }
    if (turn === 0) continue
    measured.floor.push(values.floor)
    measured.ours.push(values.ours)
  }
  return { floor: median(measured.floor), ours: median(measured.ours) }
}

/** A row whose bar is a factor. */
export function asFactor(
  name: string,
  measured: { floor: number; ours: number },
  bar: number,
  show: (value: number) => string,
  note?: string,
): Result {
  const factor = measured.ours / measured.floor
  return {
    name,
    floor: show(measured.floor),
    ours: show(measured.ours),
    ratio: `${factor.toFixed(2)} ×`,
    bar: `${bar.toFixed(2)} ×`,
    ok: factor <= bar,
    ...(note !== undefined && { note }),
  }
}

/** A row whose bar is a difference. */
export function asDifference(
  name: string,
  measured: { floor: number; ours: number },
  bar: number,
  show: (value: number) => string,
  note?: string,
): Result {
  const more = measured.ours - measured.floor
  return {
    name,
    floor: show(measured.floor),
    ours: show(measured.ours),
    ratio: `${more < 0 ? '' : '+'}${show(more)}`,
    bar: `+${show(bar)}`,
    ok: more <= bar,
    ...(note !== undefined && { note }),
  }
}

export const microseconds = (ms: number): string => `${(ms * 1_000).toFixed(0)} µs`
export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`
