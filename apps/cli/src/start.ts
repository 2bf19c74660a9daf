import { readConfig } from '@atrium/server'

export type StartOptions = { port?: string }

export async function start({ port }: StartOptions): Promise<void> {
  const env = { ...process.env, ...(port !== undefined && { PORT: port }) }
  readConfig(env) // what is wrong with it is said before the whole hub is loaded
  const { runServer } = await import('@atrium/server/start')
  process.exitCode = await runServer(env, (line) => console.log(line))
}
