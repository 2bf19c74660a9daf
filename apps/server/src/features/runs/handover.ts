import type { TrustLevel } from '@atrium/schema'
import type { AgentMessage, AgentSpec, Equipment } from '../../agents/runner.ts'
import type { LiveRun } from './live-run.ts'
import { stricter } from './permission/trust.ts'
import type { Run, RunsStore } from './store.ts'

/** What decides which servers, skills and tools the agent of a chat is given. */
export type EquipmentFor = {
  chatId: string
  trustLevel: TrustLevel
  workspaceId: string | null
  workingDirectory: string
  /** Where the chat comes from; a scheduled agent's is `scheduler`. */
  source: string
  /** Name of the agent file, where one was chosen. */
  agentType: string | null
}

/** `warnings`: what was left out, each as a sentence for the person. */
export type Equipped = { equipment: Equipment; warnings: string[] }

type Deps = {
  equip(chat: EquipmentFor): Promise<Equipped>
  store: RunsStore
  vault: string
  /** The bytes of an attached image in Base64. */
  readImage(path: string): Promise<string>
}

/** What an agent is given for a run: the session it works in, and the message. */
export const createHandover = (deps: Deps) => ({
  async spec({ chatId, request }: Run): Promise<{ spec: AgentSpec; warnings: string[] }> {
    const chat = await deps.store.chat(chatId)
    const trustLevel = stricter(chat.trustLevel, request.trustLevel)
    const { workspaceId, source, agentType } = chat
    const { workingDirectory } = request
    const given = { chatId, trustLevel, workspaceId, workingDirectory, source, agentType }
    const { equipment, warnings } = await deps.equip(given)
    const spec: AgentSpec = {
      chatId,
      workingDirectory,
      vault: deps.vault,
      trustLevel,
      permissionMode: chat.permissionMode,
      model: request.model,
      systemPrompt: request.systemPrompt,
      appendPrompt: request.appendPrompt,
      equipment,
      agentSessionId: chat.agentSessionId,
    }
    return { spec, warnings }
  },
  async message({ message, run: { request } }: LiveRun): Promise<AgentMessage> {
    const images = request.images.map(async ({ mimeType, path }) => ({
      mimeType,
      base64: await deps.readImage(path),
    }))
    return { id: message, text: request.text, images: await Promise.all(images) }
  },
})
