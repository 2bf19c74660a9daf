/** A stream over a generator: nothing is read ahead, and cancelling it ends the generator. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array>,
  stop: (reason: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel(reason) {
        // What waits for the wire has to end first.
        stop(reason)
        await chunks.return(undefined).catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}

/** The chunks of a stream; browsers cannot loop over one by themselves everywhere. Leaving the loop cancels it. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader()
  let whole = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) {
        whole = true
        return
      }
      yield value
    }
  } finally {
    if (!whole) reader.cancel().catch(() => {})
    reader.releaseLock()
  }
}
