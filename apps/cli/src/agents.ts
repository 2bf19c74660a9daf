import { join } from 'node:path'
import { knownAgents, nearest, readConfig, StartError, setHostEnv } from '@atrium/server'
import { installClaude, installAgent as installKnown } from '@atrium/server/install'

const names = ['claude', ...knownAgents.flatMap(({ id, packages }) => (packages ? [id] : []))]

export async function installAgent(name: string): Promise<void> {
  const agent = knownAgents.find(({ id, packages }) => id === name && packages !== null)
  if (name !== 'claude' && !agent) {
    const guess = nearest(name, names)
    throw new StartError(
      'misconfigured',
      `There is no agent '${name}' to fetch. ${guess ? `Did you mean ${guess}?` : `There are: ${names.join(', ')}.`}`,
    )
  }
  const config = readConfig(process.env)
  setHostEnv({ ...config.hostEnv })
  const options = {
    agentsFolder: join(config.home, 'agents'),
    hostEnv: config.hostEnv,
    progress: (line: string) => console.error(line),
  }
  await (agent ? installKnown(agent, options) : installClaude(options))
}
