// Owns the block that grows now in one chat: live to viewers at once, to the database at least every 500 ms.
import { type LogEvent, limits } from '@atrium/schema'
import type { Bus } from '../../../core/bus.ts'
import { nowIso } from '../../../core/clock.ts'
import type { Also } from '../../../core/event-log.ts'
import type { RunsStore } from '../store.ts'
import { type Growth, topics } from '../view/topics.ts'
import type { Writer } from './writer.ts'

type Kind = 'text' | 'thinking'
type Block = { id: string; runId: string; source: string; kind: Kind; content: string; told: number }
type TextEvent = Extract<LogEvent, { type: Kind }>

type Deps = {
  bus: Bus
  store: RunsStore
  writer: Writer
  chatId: string
  /** Stores the finished block, behind everything before it. */
  write: (event: TextEvent, also: Also) => void
}

export function createBlocks({ bus, store, writer, chatId, write }: Deps) {
  let open: Block | null = null
  let run = { id: '', position: 0 }
  let count = 0
  let lastSeq = 0
  let timer: NodeJS.Timeout | null = null

  const stopServing = bus.serve(topics.block(chatId), (): Growth | null => {
    if (!open || open.told === 0) return null
    const { runId, kind, id, content, told } = open
    return { runId, kind, block: id, from: 0, delta: content.slice(0, told), seq: lastSeq }
  })

  const nextId = (): string => `${run.position}.${++count}`

  /** The writer keeps checkpoints and events in order, so that none is left behind a finished block. */
  function checkpoint(): void {
    timer = null
    if (!open) return
    const { runId, id, kind, content } = open
    const row = { chatId, runId, block: id, kind, content, at: nowIso() }
    // A failure is not the end: the next checkpoint tries again, and the finished block says if writing fails for good.
    writer.append([], { before: (trx) => store.saveBlock(trx, row) }).catch(() => undefined)
  }

  function finish(block: Block, content: string, parent: string | null): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (open === block) open = null
    const event: TextEvent = {
      type: block.kind,
      run_id: block.runId,
      block: block.id,
      content,
      delta: content,
      ...(parent !== null && { parent_tool_use_id: parent }),
      // What was sent is not the beginning of what is kept: readers must not join the two.
      ...(!content.startsWith(block.content) && { replace: true }),
    }
    write(event, { before: (trx) => store.removeBlock(trx, chatId, block.id) })
  }

  return {
    /** What grows from now on belongs to this run. */
    begin(next: { id: string; position: number }): void {
      run = next
      count = 0
    },
    /** Adds to the block that the agent calls `source`; another one that was open is finished as it is. */
    grow(kind: Kind, source: string, delta: string): void {
      if (delta === '') return
      if (open && (open.source !== source || open.kind !== kind)) finish(open, open.content, null)
      const block = (open ??= { id: nextId(), runId: run.id, source, kind, content: '', told: 0 })
      const from = block.content.length
      block.content += delta
      timer ??= setTimeout(checkpoint, from === 0 ? 0 : limits.checkpointMs)
      writer.behind((seq) => {
        lastSeq = Math.max(lastSeq, seq)
        block.told = from + delta.length
        bus.publish(topics.growth(chatId), {
          runId: block.runId,
          kind,
          block: block.id,
          from,
          delta,
          seq,
        })
      })
    },
    /** The agent's word on a whole block, streamed before or not. */
    finish(kind: Kind, source: string, content: string, parent: string | null): void {
      if (open?.source === source && open.kind === kind) return finish(open, content, parent)
      if (content === '') return
      finish({ id: nextId(), runId: run.id, source, kind, content: '', told: 0 }, content, parent)
    },
    /** Finishes what is open as it is. */
    cut(): void {
      if (open) finish(open, open.content, null)
    },
    /** Text of the open block, where it is an answer. */
    get growing(): string {
      return open?.kind === 'text' ? open.content : ''
    },
    close(): void {
      if (timer) clearTimeout(timer)
      stopServing()
    },
  }
}
