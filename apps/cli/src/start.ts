import { runServer } from '@atrium/server'

export async function start({ port }: { port?: string }): Promise<void> {
  const env = { ...process.env, ...(port !== undefined && { PORT: port }) }
  process.exitCode = await runServer(env, (line) => console.log(line))
}
