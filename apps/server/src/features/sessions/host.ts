import type { Tmux } from '../../host/tmux.ts'
import type { TmuxSession } from '../../host/tmux-list.ts'

export type LiveSession = TmuxSession
export type Size = { cols: number; rows: number }

/** How a session or a view of it ended. */
export type Exit = { code: number | null; signal: string | null }

/** One viewer's own way into a session. */
export type Attachment = {
  onData(listener: (chunk: Buffer) => void): void
  /** Keys, as typed. */
  write(data: string): void
  /** Text that must arrive byte for byte. */
  paste(text: string, bracketed: boolean): Promise<void>
  resize(size: Size): void
  /** Holds back this viewer's output alone. */
  pause(): void
  resume(): void
  /** The view is over: detached, or the session ended. */
  readonly exited: Promise<unknown>
  close(): void
}

/** Who keeps the sessions: tmux, or, where there is none, the hub itself. */
export type SessionHost = Pick<
  Tmux,
  | 'sessions'
  | 'refresh'
  | 'create'
  | 'rename'
  | 'kill'
  | 'scrollback'
  | 'screen'
  | 'paste'
  | 'press'
  | 'watch'
  | 'close'
> & {
  /** Whether sessions end with the hub. */
  readonly ephemeral: boolean
  attach(id: string, size: Size): Attachment
}
