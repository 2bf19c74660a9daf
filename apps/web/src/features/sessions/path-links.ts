import type { IBufferLine, ILink, ILinkProvider, Terminal } from '@xterm/xterm'
import { namedPaths } from './named-paths.ts'

/** The text of a line, and in which column each of its characters stands: some take two. */
function textOf(line: IBufferLine, cols: number): { text: string; columns: number[] } {
  let text = ''
  const columns: number[] = []
  for (let column = 0; column < cols; column++) {
    const cell = line.getCell(column)
    if (!cell || cell.getWidth() === 0) continue
    const chars = cell.getChars() || ' '
    for (let at = 0; at < chars.length; at++) columns.push(column)
    text += chars
  }
  return { text, columns }
}

/** Paths on the screen are links: a click opens the file beside the terminal. */
export function pathLinks(terminal: Terminal, open: (path: string, line?: number) => void): ILinkProvider {
  return {
    provideLinks(row, tell) {
      const line = terminal.buffer.active.getLine(row - 1)
      if (!line) return tell(undefined)
      const { text, columns } = textOf(line, terminal.cols)
      tell(
        namedPaths(text).map(
          ({ start, end, path, line: wanted }): ILink => ({
            text: text.slice(start, end),
            range: {
              start: { x: (columns[start] ?? 0) + 1, y: row },
              end: { x: (columns[end - 1] ?? 0) + 1, y: row },
            },
            activate: () => open(path, wanted),
          }),
        ),
      )
    },
  }
}
