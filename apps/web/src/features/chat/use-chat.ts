import type { ChatAnswer, ChatRequest, StoredAttachment } from '@atrium/schema'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { answerRequest, chatHistory, followChat, sendMessage } from '../../api/chat.ts'
import { createChatFollower } from './follow-chat.ts'

/** A message that is on its way, or did not arrive. */
export type Outgoing = {
  request: ChatRequest & { message_id: string }
  attachments: Pick<StoredAttachment, 'name' | 'mimeType' | 'sizeBytes'>[]
  error: unknown
}

/** A chat on screen: its log, followed; and what was said here and has not come back yet. */
export function useChat(id: string) {
  const [follower, setFollower] = useState(() => newFollower(id))
  const ending = useRef<AbortController | null>(null)
  const [outgoing, setOutgoing] = useState<Outgoing[]>([])

  useEffect(() => {
    const controller = new AbortController()
    ending.current = controller
    follower.start(controller.signal)
    return () => controller.abort()
  }, [follower])

  const followed = useSyncExternalStore(follower.subscribe, follower.get)
  const { view } = followed
  const arrived = useMemo(() => new Set(view.runs.map((run) => run.message?.id)), [view])

  const post = useCallback(async (message: Outgoing) => {
    const key = message.request.message_id
    setOutgoing((all) => [
      ...all.filter(({ request }) => request.message_id !== key),
      { ...message, error: null },
    ])
    try {
      await sendMessage(message.request)
    } catch (error) {
      setOutgoing((all) => all.map((one) => (one.request.message_id === key ? { ...one, error } : one)))
    }
  }, [])

  return {
    ...followed,
    outgoing: outgoing.filter(({ request }) => !arrived.has(request.message_id)),
    post,
    discard: useCallback(
      (messageId: string) =>
        setOutgoing((all) => all.filter(({ request }) => request.message_id !== messageId)),
      [],
    ),
    answer: useCallback((answer: ChatAnswer) => answerRequest(id, answer), [id]),
    loadEarlier: useCallback(
      (apply?: (change: () => void) => void) =>
        follower.loadEarlier(ending.current?.signal ?? new AbortController().signal, apply),
      [follower],
    ),
    retry: useCallback(() => setFollower(newFollower(id)), [id]),
  }
}

const newFollower = (id: string) =>
  createChatFollower({
    history: (before, signal) => chatHistory(id, before, signal),
    follow: (after, signal, onConnection) => followChat(id, after, signal, onConnection),
  })
