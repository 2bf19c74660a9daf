import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { WebglAddon } from '@xterm/addon-webgl'
import { Terminal } from '@xterm/xterm'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { type WatchedTerminal, watchTerminal } from '../../api/terminal-stream.ts'
import { scrollback } from '../../api/terminals.ts'
import { isTouch } from '../../lib/keyboard.ts'
import { safeLink } from '../../lib/safe-link.ts'
import { hasScreenReader } from '../../stores/screen-reader.ts'
import { copiedText } from './copied-text.ts'
import { type BarKey, keySequence, type Modifiers, withModifiers } from './key-sequences.ts'
import { pathLinks } from './path-links.ts'
import { terminalTheme } from './terminal-theme.ts'

export type TerminalState =
  | { at: 'opening' | 'live' | 'reconnecting' }
  | { at: 'ended'; exitCode: number | null; signal: string | null }
  | { at: 'failed'; error: unknown }

type Handlers = {
  onCopied: () => void
  onLink: (address: string) => void
  onNotice: (message: string) => void
  onPath: (path: string, line?: number) => void
}

/** A terminal on the page: xterm, its addons and the hub's bytes, from mount to unmount. */
export function useTerminal(
  box: RefObject<HTMLDivElement | null>,
  name: string,
  ephemeral: boolean,
  handlers: Handlers,
) {
  const [state, setState] = useState<TerminalState>({ at: 'opening' })
  const [held, setHeld] = useState<Modifiers>({ ctrl: false, alt: false })
  const term = useRef<Terminal | null>(null)
  const search = useRef<SearchAddon | null>(null)
  const send = useRef<(text: string) => void>(() => {})
  const latest = useRef({ handlers, held })
  latest.current = { handlers, held }

  useEffect(() => {
    const element = box.current
    if (!element) return
    const controller = new AbortController()
    const terminal = new Terminal({
      allowProposedApi: true, // the search addon marks what it finds
      cursorBlink: false,
      fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace',
      fontSize: isTouch() ? 12 : 13.5,
      lineHeight: 1.15,
      scrollback: 10_000,
      screenReaderMode: hasScreenReader(),
      macOptionIsMeta: true,
      theme: terminalTheme,
      linkHandler: { activate: (_event, address) => openLink(address) },
    })
    const openLink = (address: string) => {
      const target = safeLink(address)
      if (target) latest.current.handlers.onLink(target)
    }
    const fit = new FitAddon()
    const finder = new SearchAddon()
    terminal.loadAddon(fit)
    terminal.loadAddon(finder)
    terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)))
    terminal.registerLinkProvider(
      pathLinks(terminal, (path, line) => latest.current.handlers.onPath(path, line)),
    )
    terminal.open(element)
    drawWithWebgl(terminal)
    fit.fit()
    term.current = terminal
    search.current = finder
    // tmux draws on the other screen, which has no scrollback; its drawing is as right on this one.
    if (!ephemeral) for (const final of ['h', 'l'] as const) keepMainScreen(terminal, final)

    let watched: WatchedTerminal | null = null
    const early: string[] = [] // typed while the lines above are fetched
    const put = (text: string) => {
      if (watched) watched.write(text)
      else early.push(text)
    }
    send.current = put
    terminal.onData((data) => {
      const { held } = latest.current
      if (!held.ctrl && !held.alt) return put(data)
      put(withModifiers(data, held))
      setHeld({ ctrl: false, alt: false })
    })
    terminal.onBinary(put)
    terminal.onResize(({ cols, rows }) => watched?.resize(cols, rows))
    takeCopies(terminal, element, latest.current.handlers.onCopied)
    terminal.attachCustomKeyEventHandler((event) => copyAndPaste(terminal, event))
    let frame = 0
    const observer = new ResizeObserver(() => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => fit.fit())
    })
    observer.observe(element)

    const begin = async () => {
      const past = await scrollback(name, controller.signal).catch(() => null)
      if (controller.signal.aborted) return
      if (past?.data) await write(terminal, aboveScreen(past.data, terminal.rows))
      watched = watchTerminal(name, {
        cols: terminal.cols,
        rows: terminal.rows,
        signal: controller.signal,
        onBytes: (bytes) => write(terminal, bytes),
        onState: (at) => {
          if (at === 'open') terminal.write('\x1b[0m\x1b[H\x1b[2J')
          setState({ at: at === 'open' ? 'live' : 'reconnecting' })
        },
        onNotice: (message) => latest.current.handlers.onNotice(message),
      })
      for (const text of early.splice(0)) watched.write(text)
      const end = await watched.ended
      if (!controller.signal.aborted) setState({ at: 'ended', exitCode: end.exitCode, signal: end.signal })
    }
    begin().catch((error: unknown) => {
      if (!controller.signal.aborted) setState({ at: 'failed', error })
    })
    if (!isTouch()) terminal.focus()

    return () => {
      controller.abort()
      observer.disconnect()
      cancelAnimationFrame(frame)
      terminal.dispose()
      term.current = null
      search.current = null
      send.current = () => {}
    }
  }, [box, name, ephemeral])

  return {
    state,
    held,
    hold: setHeld,
    focus: () => term.current?.focus(),
    send: (text: string) => send.current(text),
    press: (key: BarKey) => {
      send.current(keySequence(key, held, term.current?.modes.applicationCursorKeysMode ?? false))
      setHeld({ ctrl: false, alt: false })
      term.current?.focus()
    },
    selection: () => term.current?.getSelection() ?? '',
    paste: (text: string) => term.current?.paste(text),
    find: (text: string, back: boolean): boolean => {
      const options = {
        decorations: {
          matchOverviewRuler: '#d9a23b',
          activeMatchColorOverviewRuler: '#f0c060',
          matchBackground: '#6b4f14',
          activeMatchBackground: '#b98222',
        },
      }
      if (text === '') search.current?.clearDecorations()
      return (
        (back ? search.current?.findPrevious(text, options) : search.current?.findNext(text, options)) ??
        false
      )
    },
  }
}

const write = (terminal: Terminal, data: string | Uint8Array) =>
  new Promise<void>((resolve) => terminal.write(data, resolve))

/** Past lines, followed by enough new ones to push all of them above the screen that is about to be drawn. */
const aboveScreen = (lines: string, rows: number): string =>
  `${lines.replaceAll(/\r?\n/g, '\r\n')}\x1b[0m${'\r\n'.repeat(rows)}`

function keepMainScreen(terminal: Terminal, final: 'h' | 'l'): void {
  const screens = new Set([47, 1047, 1049])
  terminal.parser.registerCsiHandler(
    { prefix: '?', final },
    (params) => params.length === 1 && screens.has(Number(params[0])),
  )
}

/** The graphics card draws where it can; when it cannot, or goes away, the page does. */
function drawWithWebgl(terminal: Terminal): void {
  try {
    const webgl = new WebglAddon()
    webgl.onContextLoss(() => webgl.dispose())
    terminal.loadAddon(webgl)
  } catch {
    // The renderer that xterm began with stays.
  }
}

/**
 * tmux marks text with the mouse itself and hands over what was marked (OSC 52). It is taken only right after the
 * person let go of the mouse; at other times a program would be writing unasked, and reading is never answered.
 */
function takeCopies(terminal: Terminal, element: HTMLElement, onCopied: () => void): void {
  let released = Number.NEGATIVE_INFINITY
  element.addEventListener('pointerup', () => {
    released = performance.now()
  })
  terminal.parser.registerOscHandler(52, (payload) => {
    const text = copiedText(payload)
    if (text !== null && performance.now() - released < 1_000)
      navigator.clipboard.writeText(text).then(onCopied, () => {}) // A browser that refuses has its reasons.
    return true
  })
}

/** Ctrl+Shift+C and V as in desktop terminals, and Ctrl+C for a selection; false keeps the key from the program. */
function copyAndPaste(terminal: Terminal, event: KeyboardEvent): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || event.metaKey || event.altKey) return true
  const key = event.key.toLowerCase()
  if (key === 'c' && terminal.hasSelection()) {
    event.preventDefault()
    void navigator.clipboard.writeText(terminal.getSelection())
    terminal.clearSelection()
    return false
  }
  // The browser's own paste event follows; xterm takes the text from it.
  return !(key === 'v' && event.shiftKey)
}
