import type { ChatEvent, WireEvent } from './types.ts'

type Told = Exclude<WireEvent, { type: 'server_restarting' | 'stream_end' }>

const key = (event: { run_id: string; block: string }) => `${event.run_id}\n${event.block}`

/** Puts growing text together again: deltas come in, events with the whole block so far go out. */
export function createFold() {
  const blocks = new Map<string, string>()

  function fold(event: Told): ChatEvent {
    if (event.type === 'text' || event.type === 'thinking') {
      const before = event.replace ? '' : (blocks.get(key(event)) ?? '')
      const content = event.content ?? before + event.delta
      blocks.set(key(event), content)
      return { ...event, content }
    }
    if (event.type === 'result' || event.type === 'aborted' || event.type === 'error') {
      for (const block of blocks.keys()) if (block.startsWith(`${event.run_id}\n`)) blocks.delete(block)
    } else if (event.type === 'reset') blocks.clear()
    return event
  }
  return {
    fold,
    /** Whether the beginning of this block was seen, so that deltas are enough. */
    knows: (block: string) => [...blocks.keys()].some((each) => each.endsWith(`\n${block}`)),
  }
}
