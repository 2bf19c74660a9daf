import type { HubTool } from '../../agents/runner.ts'
import type { EquipmentFor } from '../runs/handover.ts'

export type ChatTools = {
  /** Tools of the hub that the agent of this chat gets; none while they are switched off. */
  of(chat: EquipmentFor): HubTool[]
  /** They call the hub's procedures, so they are there once those are. */
  serving(make: (chat: EquipmentFor) => HubTool[]): void
}

export function createChatTools({ enabled }: { enabled: () => boolean }): ChatTools {
  let make: ((chat: EquipmentFor) => HubTool[]) | null = null
  return {
    of: (chat) => (enabled() ? (make?.(chat) ?? []) : []),
    serving(how) {
      make = how
    },
  }
}
