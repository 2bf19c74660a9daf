import type { AgentMessage, AgentSpec } from '../../agents/runner.ts'
import type { LiveRun } from './live-run.ts'
import { stricter } from './permission/trust.ts'
import type { Run, RunsStore } from './store.ts'

type Deps = {
  store: RunsStore
  vault: string
  /** The bytes of an attached image in Base64. */
  readImage(path: string): Promise<string>
}

/** What an agent is given for a run: the session it works in, and the message. */
export const createHandover = (deps: Deps) => ({
  async spec({ chatId, request }: Run): Promise<AgentSpec> {
    const chat = await deps.store.chat(chatId)
    return {
      chatId,
      workingDirectory: request.workingDirectory,
      vault: deps.vault,
      trustLevel: stricter(chat.trustLevel, request.trustLevel),
      permissionMode: chat.permissionMode,
      model: request.model,
      systemPrompt: request.systemPrompt,
      appendPrompt: request.appendPrompt,
      agentSessionId: chat.agentSessionId,
    }
  },
  async message({ message, run: { request } }: LiveRun): Promise<AgentMessage> {
    const images = request.images.map(async ({ mimeType, path }) => ({
      mimeType,
      base64: await deps.readImage(path),
    }))
    return { id: message, text: request.text, images: await Promise.all(images) }
  },
})
