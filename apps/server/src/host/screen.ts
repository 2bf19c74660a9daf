import { SerializeAddon } from '@xterm/addon-serialize'
import xterm from '@xterm/headless'

/** What a terminal shows, worked out without a display. */
export type Screen = {
  /** Takes output; `done` is called once it is on the screen. */
  write(chunk: Buffer | string, done?: () => void): void
  resize(cols: number, rows: number): void
  /** Output that draws the screen as it is, its modes included. */
  snapshot(): string
  /** What is visible now, without colours. */
  text(): string
  /** The last `lines` above the screen, with colours. */
  history(lines: number): { data: string; truncated: boolean }
  close(): void
}

export type CreateScreen = (size: { cols: number; rows: number }, historyLines: number) => Screen

export const createScreen: CreateScreen = (size, historyLines) => {
  const terminal = new xterm.Terminal({
    ...size,
    scrollback: historyLines,
    allowProposedApi: true,
    logLevel: 'off', // what a program writes that cannot be read is no line for the hub's log
  })
  const serialize = new SerializeAddon()
  // The add-on is typed for the terminal of the browser; it needs only what both have.
  terminal.loadAddon(serialize as unknown as Parameters<typeof terminal.loadAddon>[0])
  return {
    write: (chunk, done) => terminal.write(chunk, done),
    resize: (cols, rows) => terminal.resize(cols, rows),
    snapshot: () => serialize.serialize({ scrollback: 0 }),
    text() {
      const { active } = terminal.buffer
      const rows = Array.from(
        { length: terminal.rows },
        (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
      )
      return `${rows.join('\n').trimEnd()}\n`
    },
    history(lines) {
      const above = terminal.buffer.normal.baseY
      if (above === 0) return { data: '', truncated: false }
      const range = { start: Math.max(0, above - lines), end: above - 1 }
      const text = serialize.serialize({ range, excludeAltBuffer: true, excludeModes: true })
      return { data: `${text.replaceAll('\r\n', '\n')}\n`, truncated: above > lines }
    },
    close: () => terminal.dispose(),
  }
}
