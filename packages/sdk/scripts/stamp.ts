import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

const source = new URL('../src/', import.meta.url)

/** Names the sources that the reference is made from: those written by hand, and how it is made. */
export async function stamp(): Promise<string> {
  const hash = createHash('sha256')
  const names = (await readdir(source)).filter((name) => name.endsWith('.ts')).sort()
  const files = [...names.map((name) => new URL(name, source)), new URL('reference.ts', import.meta.url)]
  for (const file of files) hash.update(await readFile(file)).update('\0')
  return hash.digest('hex').slice(0, 16)
}
