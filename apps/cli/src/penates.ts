import { resolve } from 'node:path'
import { createClient } from '@atrium/sdk'
import { type TargetOptions, targetOf } from './target.ts'

export type PenatesOptions = TargetOptions & { from?: string; env?: string; dryRun?: boolean }

type Part = { part: string; file: string; found: number; taken: number; known: number; problems: string[] }
type Told = { from: string; dryRun: boolean; parts: Part[]; restart: boolean }

/** `atrium import penates`: the running hub reads the other one's folder; this shows what became of it. */
export async function importPenates({ from, env, dryRun = false, ...target }: PenatesOptions): Promise<void> {
  const { url, token } = await targetOf(target, 'admin')
  const answer = await createClient({ baseUrl: url, token }).fetch('/api/import/penates', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      dryRun,
      ...(from !== undefined && { from: resolve(from) }),
      ...(env !== undefined && { envFile: resolve(env) }),
    }),
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) {
    const { message } = (body ?? {}) as { message?: string }
    throw new Error(`${url}: ${message ?? answer.statusText}`)
  }
  const told = body as Told // the hub checks its own answer
  const verb = dryRun ? 'would be taken over' : 'taken over'
  for (const { part, found, taken, known } of told.parts)
    if (found > 0)
      console.log(`${part.padEnd(9)} ${taken} ${verb}${known > 0 ? `, ${known} here already` : ''}`)
  if (told.parts.every(({ found }) => found === 0))
    console.log(`There is nothing to take over in ${told.from}.`)
  if (told.restart)
    console.log(`The keys of Web Push ${dryRun ? 'would count' : 'count'} from the next start of the hub.`)
  const problems = told.parts.flatMap((part) => part.problems)
  for (const problem of problems) console.error(`left out  ${problem}`)
  if (problems.length > 0) process.exitCode = 2
}
