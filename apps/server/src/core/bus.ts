import { AppError } from './errors.ts'

/** Name of a stream of messages; `Message` and `Reply` are plain JSON values, so that they can cross machines. */
export type Topic<Message, Reply = never> = string & { __message?: Message; __reply?: Reply }

/** How parts of the hub wake and ask one another, wherever they run. Nothing is kept: what must last is in the log. */
export type Bus = {
  publish<Message>(topic: Topic<Message>, message: Message): void
  /** In order of publication. The listener must not throw and must not wait. */
  subscribe<Message>(topic: Topic<Message>, listener: (message: Message) => void): () => void
  /** Answers the requests of a topic until the returned function is called; one answerer a topic. */
  serve<Message, Reply>(
    topic: Topic<Message, Reply>,
    answer: (message: Message) => Reply | Promise<Reply>,
  ): () => void
  /** @throws AppError unavailable when nobody answers this topic; what the answerer throws */
  request<Message, Reply>(topic: Topic<Message, Reply>, message: Message): Promise<Reply>
}

/** The form for one process: everything is delivered at once, in the caller's turn. */
export function createBus(): Bus {
  type Listener = (message: unknown) => unknown
  const listeners = new Map<string, Set<Listener>>()
  const answerers = new Map<string, Listener>()
  return {
    publish(topic, message) {
      for (const listener of listeners.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener) {
      // Own wrapper: the same function may listen twice and leave once. `Topic` ties the message to the name.
      const own: Listener = (message) => listener(message as Parameters<typeof listener>[0])
      const set = listeners.get(topic) ?? new Set()
      listeners.set(topic, set.add(own))
      return () => {
        set.delete(own)
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic)
      }
    },
    serve(topic, answer) {
      if (answerers.has(topic)) throw new Error(`Topic is answered already: ${topic}`)
      const own: Listener = (message) => answer(message as Parameters<typeof answer>[0]) // see subscribe
      answerers.set(topic, own)
      return () => {
        if (answerers.get(topic) === own) answerers.delete(topic)
      }
    },
    async request<Message, Reply>(topic: Topic<Message, Reply>, message: Message) {
      const answer = answerers.get(topic)
      if (!answer) throw new AppError('unavailable', `Nobody answers: ${topic}`)
      return (await answer(message)) as Reply // `serve` took it under the same topic
    },
  }
}
