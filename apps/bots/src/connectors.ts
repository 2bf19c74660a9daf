import type { ConnectorConfig } from './lines.ts'
import type { Log } from './log.ts'
import type { Connector, Memory } from './platform.ts'

/** Loads a platform's library when it is wanted, and not before: each takes its share of memory. */
export async function createConnector(
  config: ConnectorConfig,
  { log, memory }: { log: Log; memory: Memory },
): Promise<Connector> {
  switch (config.platform) {
    case 'telegram':
      return (await import('./telegram/connector.ts')).createTelegram(config, log)
    case 'discord':
      return (await import('./discord/connector.ts')).createDiscord(config, { log, memory })
    case 'matrix':
      return (await import('./matrix/connector.ts')).createMatrix(config, { log, memory })
  }
}
