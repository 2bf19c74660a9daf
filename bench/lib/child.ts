import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A server of `bench/floors` in a process of its own; it prints its URL. */
export async function startFloor(file: string, ...args: string[]) {
  const path = fileURLToPath(new URL(`../floors/${file}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string] // a line event has one text
  return {
    url: line,
    child,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      if (child.kill()) await gone
    },
  }
}

/** Processor time of all threads of a process so far, in milliseconds. */
export function cpuMs({ pid }: ChildProcess): number {
  const tasks = `/proc/${pid}/task`
  let nanoseconds = 0
  for (const task of readdirSync(tasks)) {
    const [used = '0'] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')
    nanoseconds += Number(used)
  }
  return nanoseconds / 1e6
}

/** Memory that a process really holds, in MiB: shared pages count in part. */
export function memoryMb({ pid }: ChildProcess): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN) / 1024
}
