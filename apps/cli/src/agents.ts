import { join } from 'node:path'
import { installClaude, readConfig, StartError, setHostEnv } from '@atrium/server'

export async function installAgent(name: string): Promise<void> {
  if (name !== 'claude')
    throw new StartError('misconfigured', `There is no agent '${name}' to fetch. Did you mean claude?`)
  const config = readConfig(process.env)
  setHostEnv({ ...config.hostEnv })
  await installClaude({
    agentsFolder: join(config.home, 'agents'),
    hostEnv: config.hostEnv,
    progress: (line) => console.error(line),
  })
}
