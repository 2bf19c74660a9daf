import { statfs } from 'node:fs/promises'
import { AppError } from '../core/errors.ts'
import type { Problems } from '../core/problems.ts'

const freshMs = 2_000
const MiB = 1024 * 1024

export type Disk = {
  /** Looks again, so that health knows also when nobody writes. */
  check(): Promise<void>
  /** Call before writing what a person may not lose half of. @throws AppError insufficient_storage */
  assertSpace(): Promise<void>
}

/** Free space of the disk that holds a path, and the floor below which nothing is written: the larger of `minFreeMb` and 1 % of the disk. */
export async function spaceOf(path: string, minFreeMb: number): Promise<{ freeMb: number; floorMb: number }> {
  const { bavail, blocks, bsize } = await statfs(path)
  const floorMb = minFreeMb === 0 ? 0 : Math.max(minFreeMb, Math.ceil((blocks * bsize) / 100 / MiB))
  return { freeMb: Math.floor((bavail * bsize) / MiB), floorMb }
}

/** Keeps that floor of free space under the folders that are written to. */
export function createDisk({
  paths,
  minFreeMb,
  problems,
}: {
  paths: readonly string[]
  minFreeMb: number
  problems: Problems
}): Disk {
  let lookedAt = Number.NEGATIVE_INFINITY
  /** What is wrong; null when there is space. */
  let low: Promise<string | null> = Promise.resolve(null)

  async function problemOf(path: string): Promise<string | null> {
    const space = await spaceOf(path, minFreeMb).catch(() => null) // a folder that is missing has its own problem
    return space && space.freeMb < space.floorMb ? `Less than ${space.floorMb} MB free` : null
  }

  async function look(): Promise<string | null> {
    const problem = (await Promise.all(paths.map(problemOf))).find((one) => one !== null) ?? null
    if (problem === null) problems.clear('insufficient_storage')
    else problems.report('insufficient_storage', `${problem}; nothing is written until there is more`)
    return problem
  }

  function lookAgain(): Promise<string | null> {
    lookedAt = performance.now()
    low = look()
    return low
  }

  return {
    async check() {
      await lookAgain()
    },
    async assertSpace() {
      const isFresh = performance.now() - lookedAt < freshMs
      const problem = await (isFresh ? low : lookAgain())
      if (problem !== null) throw new AppError('insufficient_storage', problem)
    },
  }
}
