/** Values from one writer to one reader, in order; `room` is what keeps a fast writer from filling the memory. */
export type Channel<Value> = AsyncIterable<Value> & {
  push(value: Value): void
  /** Waits while more than `most` values are unread. */
  room(most: number): Promise<void>
  /** Nothing follows; what is unread can still be read. */
  end(): void
}

export function createChannel<Value>(): Channel<Value> {
  const values: Value[] = []
  let ended = false
  let wakeReader: (() => void) | null = null
  const wakeWriters: (() => void)[] = []
  const wake = () => {
    wakeReader?.()
    wakeReader = null
  }
  const end = () => {
    ended = true
    wake()
    for (const done of wakeWriters.splice(0)) done()
  }
  return {
    push(value) {
      if (ended) return
      values.push(value)
      wake()
    },
    async room(most) {
      while (values.length > most && !ended) await new Promise<void>((done) => wakeWriters.push(done))
    },
    end,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          while (values.length > 0) {
            const batch = values.splice(0)
            for (const done of wakeWriters.splice(0)) done()
            yield* batch
          }
          if (ended) return
          await new Promise<void>((done) => (wakeReader = done))
        }
      } finally {
        end() // a writer must not wait for a reader that has left
      }
    },
  }
}
