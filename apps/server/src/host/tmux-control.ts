import type { ChildProcess } from 'node:child_process'
import { AppError } from '../core/errors.ts'
import { type ControlEvent, commandLine, createControlParser } from './tmux-protocol.ts'

type Waiting = {
  left: number
  replies: string[][]
  resolve(replies: string[][]): void
  reject(error: unknown): void
}

/** A tmux that answers nothing for so long is given up. */
const replyTimeoutMs = 10_000

export type ControlHandlers = {
  notify(name: string, rest: string): void
  /** The connection is over, from whatever side. */
  closed(): void
}

/**
 * The one control-mode client of a hub. Commands are answered in order; a group of commands runs in one go on tmux's side and
 * stops at the first that fails.
 */
export type TmuxControl = {
  /** Lines of each command's answer. @throws AppError conflict with tmux's own words, tmux_unavailable when the link is gone */
  run(...commands: string[][]): Promise<string[][]>
  readonly open: boolean
  close(): void
}

export const tmuxGone = (cause?: unknown): AppError =>
  new AppError('tmux_unavailable', 'The tmux server is not running or does not answer', { cause })

/** Takes over a just started `tmux -C …`; resolves once tmux has carried out its first command, null when it refused. */
export function connectControl(child: ChildProcess, handlers: ControlHandlers): Promise<TmuxControl | null> {
  const waiting: Waiting[] = []
  let open = true
  let timer = setTimeout(shut, replyTimeoutMs)
  const { promise: ready, resolve: settle } = Promise.withResolvers<TmuxControl | null>()

  function shut(): void {
    if (!open) return
    open = false
    clearTimeout(timer)
    for (const one of waiting.splice(0)) one.reject(tmuxGone())
    settle(null)
    child.stdin?.destroy()
    child.kill('SIGTERM')
    handlers.closed()
  }

  function watch(): void {
    clearTimeout(timer)
    if (waiting.length > 0) timer = setTimeout(shut, replyTimeoutMs)
  }

  function answer(event: Extract<ControlEvent, { type: 'reply' }>): void {
    if (!event.ours) {
      if (!event.ok) return shut()
      watch()
      settle(control)
      return
    }
    const one = waiting[0]
    if (!one) return
    one.replies.push(event.lines)
    one.left -= 1
    if (event.ok && one.left > 0) return
    waiting.shift()
    watch()
    if (event.ok) one.resolve(one.replies)
    else one.reject(new AppError('conflict', `tmux: ${event.lines.join(' ')}`))
  }

  const parse = createControlParser((event) => {
    if (event.type === 'reply') answer(event)
    else if (event.name === 'exit') shut()
    else handlers.notify(event.name, event.rest)
  })
  child.stdout?.on('data', parse)
  child.stdin?.on('error', shut)
  child.once('error', shut)
  child.once('close', shut)

  const control: TmuxControl = {
    run(...commands) {
      if (!open) return Promise.reject(tmuxGone())
      return new Promise((resolve, reject) => {
        const line = commands.map(commandLine).join(' ; ') // what cannot be said is waited for by nobody
        waiting.push({ left: commands.length, replies: [], resolve, reject })
        if (waiting.length === 1) watch()
        child.stdin?.write(`${line}\n`)
      })
    },
    get open() {
      return open
    },
    close: shut,
  }
  return ready
}
