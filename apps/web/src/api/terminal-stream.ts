import { hub } from './client.ts'

export type TerminalWatch = {
  cols: number
  rows: number
  signal: AbortSignal
  onBytes: (bytes: Uint8Array) => Promise<void>
  /** The screen is drawn anew after each `open`. */
  onState: (state: 'open' | 'reconnecting') => void
  onNotice: (message: string) => void
}

/** Attaches to a terminal; `ended` settles when it is over for good. */
export function watchTerminal(name: string, watch: TerminalWatch) {
  const terminal = hub.terminal.attach(name, {
    cols: watch.cols,
    rows: watch.rows,
    signal: watch.signal,
    onNotice: watch.onNotice,
    onState: (state) => {
      if (state === 'open' || state === 'reconnecting') watch.onState(state)
    },
  })
  const read = async () => {
    // Bytes are taken no faster than the screen can draw them; the hub pauses the rest.
    for await (const bytes of terminal) await watch.onBytes(bytes)
    return terminal.ended
  }
  return {
    write: (text: string) => terminal.write(text),
    resize: (cols: number, rows: number) => terminal.resize(cols, rows),
    ended: read(),
  }
}
export type WatchedTerminal = ReturnType<typeof watchTerminal>
