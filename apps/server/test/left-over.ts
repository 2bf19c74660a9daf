import { readdir, readFile } from 'node:fs/promises'

/** Processes of this machine whose environment has a variable that begins so, of one parent or of any. Linux only. */
export async function startedWith(tag: string, parent?: number): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
      const of = Number(/^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1] ?? 0)
      const isIt = `\0${environment}`.includes(`\0${tag}`) && (parent === undefined || of === parent)
      return isIt ? [Number(pid)] : []
    }),
  )
  return found.flat()
}

/** What a variable was when this process began. */
export async function variableOf(pid: number, name: string): Promise<string | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1')
  return environment
    .split('\0')
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
