import { createLog, createSecrets } from '../src/log.ts'
import type { Connector, ConnectorState, Incoming, Listener, Memory, Press } from '../src/platform.ts'

/** What a connector keeps, in this process; hand it to the next connector as the hub would. */
export function createMemory(): Memory & { notes: Map<string, string>; mayJoin: Memory['mayJoin'] } {
  const notes = new Map<string, string>()
  return {
    notes,
    recall: (name) => Promise.resolve(notes.get(name) ?? null),
    remember: (name, value) => {
      notes.set(name, value)
      return Promise.resolve()
    },
    mayJoin: () => Promise.resolve(true),
  }
}

export const lines: string[] = []
export const testLog = createLog((line) => lines.push(line), createSecrets(), { level: 'debug' })

/** A connector that runs, and all that it told. `hub.away` makes whoever listens refuse to store. */
export function listenTo(connector: Connector) {
  const messages: Incoming[] = []
  const presses: Press[] = []
  const states: ConnectorState[] = []
  const stopping = new AbortController()
  const hub = { away: false, onPress: null as ((press: Press) => Promise<void>) | null }
  const changed = new EventTarget()
  const listener: Listener = {
    async message(incoming) {
      if (hub.away) throw new Error('the hub is away')
      messages.push(incoming)
      changed.dispatchEvent(new Event('change'))
    },
    async press(press) {
      if (hub.away) throw new Error('the hub is away')
      presses.push(press)
      await hub.onPress?.(press)
      changed.dispatchEvent(new Event('change'))
    },
    state(state) {
      states.push(state)
      changed.dispatchEvent(new Event('change'))
    },
  }
  const done = connector.run(listener, stopping.signal)
  // whoever waits for the end looks at it
  done.catch(() => undefined)
  return {
    messages,
    presses,
    states,
    hub,
    done,
    signal: stopping.signal,
    texts: () => messages.map(({ text }) => text),
    stop: async () => {
      stopping.abort(new Error('stopped'))
      await done
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort(new Error('stopped'))
      await done.catch(() => undefined)
    },
  }
}

/** Looks again until it holds; says what was there when it never did. */
export async function until<T>(
  look: () => T | false | null | undefined,
  what: () => unknown = () => '',
  ms = 20_000,
): Promise<T> {
  const deadline = Date.now() + ms
  for (;;) {
    const found = look()
    if (found) return found
    if (Date.now() > deadline)
      throw new Error(`It did not come to that: ${String(look)} ${JSON.stringify(what())}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
