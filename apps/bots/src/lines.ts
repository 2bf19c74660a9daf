// What is said between the hub, which starts this program, and us: one JSON object a line (BotsOrder and BotsReport of the
// hub's schema). Secrets come in on standard input alone; nothing that goes out has one.
import type { PlatformName } from './platform.ts'

type Common = {
  /** Counts up with each start of this connector; a connector of an older one is stopped first. */
  generation: number
  group_mention_mode: 'mention_only' | 'all_messages'
  /** Mark on a message that was taken, until it is answered; null is none. */
  ack_emoji: string | null
}
export type TelegramConfig = Common & { platform: 'telegram'; token: string; api_root: string }
export type DiscordConfig = Common & { platform: 'discord'; token: string; api_root: string }
export type MatrixConfig = Common & {
  platform: 'matrix'
  token: string
  homeserver_url: string
  user_id: string
  device_id: string
  /** Empty is every room. */
  allowed_rooms: string[]
}
export type ConnectorConfig = TelegramConfig | DiscordConfig | MatrixConfig

export type Order =
  | { type: 'connect'; base_url: string; key: string }
  /** Everything that has to run; what is not listed stops. */
  | { type: 'configure'; connectors: ConnectorConfig[] }
  | { type: 'ping'; id: number }

export type Report =
  | { type: 'ready' }
  | { type: 'pong'; id: number }
  | {
      type: 'state'
      platform: PlatformName
      generation: number
      state: 'starting' | 'running' | 'reconnecting' | 'stopped' | 'failed'
      error?: string
      /** With failed: trying again cannot help. */
      fatal?: boolean
      bot?: { id: string; name: string; username?: string }
    }
