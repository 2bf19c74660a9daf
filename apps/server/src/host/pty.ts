// oxlint-disable-next-line typescript/triple-slash-reference -- the console checks this file too, and would not find the types
/// <reference path="./node-pty.d.ts" />
import type { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { spawn } from 'node-pty'

export type PtyExit = { code: number | null; signal: string | null }

/** A program in a terminal of its own. */
export type Pty = {
  readonly pid: number
  onData(listener: (chunk: Buffer) => void): void
  write(data: string): void
  resize(cols: number, rows: number): void
  /** Stops reading; the program waits once the kernel's buffer is full. */
  pause(): void
  resume(): void
  readonly exited: Promise<PtyExit>
  /** Hangs up, as closing a terminal window does; kills the group if that is not enough. Harmless when it is over. */
  close(): void
}

export type PtyOptions = {
  file: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  cols: number
  rows: number
}

export type OpenPty = (options: PtyOptions) => Pty

const killAfterMs = 5_000

export const openPty: OpenPty = ({ file, args, env, cwd, cols, rows }) => {
  const terminal = spawn(file, [...args], { name: 'xterm-256color', cols, rows, cwd, env, encoding: null })
  let over = false
  // A program may let go of its terminal and live on; the descriptor is then closed, and may be somebody else's.
  let shut = false
  const wire = terminal as unknown as EventEmitter // its types leave these two out
  wire.on('close', () => (shut = true))
  wire.on('error', () => undefined) // else it throws what is not the usual end
  const { promise: exited, resolve } = Promise.withResolvers<PtyExit>()
  terminal.onExit(({ exitCode, signal }) => {
    over = true
    resolve(signal ? { code: null, signal: signalName(signal) } : { code: exitCode, signal: null })
  })
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-terminal.pid, signal)
    } catch {
      // The group is gone.
    }
  }
  return {
    pid: terminal.pid,
    onData(listener) {
      // With `encoding: null` node-pty gives bytes; its types know text only.
      terminal.onData((chunk) => listener(chunk as unknown as Buffer))
    },
    write(data) {
      if (!shut) terminal.write(data)
    },
    resize(cols, rows) {
      if (shut) return
      try {
        terminal.resize(cols, rows)
      } catch {
        // It is closing right now.
      }
    },
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
    exited,
    close() {
      if (over) return
      terminal.resume() // a paused terminal would never see its end
      signalGroup('SIGHUP')
      const timer = setTimeout(() => signalGroup('SIGKILL'), killAfterMs)
      void exited.then(() => clearTimeout(timer))
    },
  }
}

const signalName = (signal: number): string =>
  Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`
