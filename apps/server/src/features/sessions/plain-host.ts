/** Owns sessions on a machine without tmux: each a program in a terminal of the hub's own, which ends with it. */
import { limits } from '@atrium/schema'
import { notFound } from '../../core/errors.ts'
import type { OpenPty, Pty } from '../../host/pty.ts'
import type { CreateScreen, Screen } from '../../host/screen.ts'
import type { Attachment, LiveSession, SessionHost, Size } from './host.ts'
import { bytesOf } from './keys.ts'
import { createViewers, type Viewers } from './viewers.ts'

type Held = { session: LiveSession; pty: Pty; screen: Screen; viewers: Viewers }

const firstSize: Size = { cols: 120, rows: 40 }
/** Output that waits to be drawn; past it the program waits. */
const undrawnBytes = 1024 * 1024
const tellOutputMs = 1_000

export function createPlainHost(deps: {
  openPty: OpenPty
  createScreen: CreateScreen
  env: NodeJS.ProcessEnv
}): SessionHost {
  const held = new Map<string, Held>()
  let changed: Parameters<SessionHost['watch']>[0] = () => undefined
  let count = 0
  let closed = false
  let telling: NodeJS.Timeout | null = null

  const sessions = (): LiveSession[] =>
    [...held.values()].map(({ session, viewers }) => ({ ...session, attached: viewers.count() }))

  const get = (id: string): Held => {
    const found = held.get(id)
    if (!found) throw notFound('Session', id)
    return found
  }

  function tell(ended: Parameters<typeof changed>[0]['ended'] = []): void {
    if (!closed) changed({ sessions: sessions(), ended })
  }

  function tellSoon(): void {
    telling ??= setTimeout(() => {
      telling = null
      tell()
    }, tellOutputMs).unref()
  }

  function drain({ session, pty, screen, viewers }: Held): void {
    let undrawn = 0
    pty.onData((chunk) => {
      session.lastOutputMs = Date.now()
      tellSoon()
      undrawn += chunk.length
      if (undrawn > undrawnBytes) pty.pause()
      screen.write(chunk, () => {
        undrawn -= chunk.length
        if (undrawn <= undrawnBytes / 4) pty.resume()
      })
      viewers.show(chunk)
    })
  }

  return {
    ephemeral: true,
    sessions,
    refresh: () => Promise.resolve(),
    watch(listener) {
      changed = listener
    },
    create(wanted) {
      const id = `$${++count}`
      const env = { ...deps.env, ...wanted.env, TERM: 'xterm-256color' }
      const shell = deps.env['SHELL'] ?? '/bin/sh'
      const pty = deps.openPty({
        file: shell,
        args: ['-c', wanted.command],
        env,
        cwd: wanted.folder,
        ...firstSize,
      })
      const screen = deps.createScreen(firstSize, limits.scrollbackLinesMax)
      const session: LiveSession = {
        id,
        tmuxName: wanted.tmuxName,
        trueName: wanted.trueName,
        createdMs: Date.now(),
        windows: 1,
        attached: 0,
        lastOutputMs: null,
        unheard: false,
        path: wanted.folder,
      }
      const resize = ({ cols, rows }: Size) => {
        pty.resize(cols, rows)
        screen.resize(cols, rows)
      }
      const one: Held = {
        session,
        pty,
        screen,
        viewers: createViewers({ screen, resize, changed: () => tell() }),
      }
      held.set(id, one)
      drain(one)
      void pty.exited.then((exit) => {
        held.delete(id)
        one.viewers.end()
        screen.close()
        tell([{ id, exit }])
      })
      tell()
      return Promise.resolve(session)
    },
    rename(id, tmuxName, trueName) {
      Object.assign(get(id).session, { tmuxName, trueName })
      tell()
      return Promise.resolve()
    },
    async kill(id) {
      const { pty } = get(id)
      pty.close()
      await pty.exited
      return []
    },
    scrollback: (id, lines) => Promise.resolve(get(id).screen.history(lines)),
    screen: (id) => Promise.resolve(get(id).screen.text()),
    paste: async (id, text, bracketed) =>
      get(id).pty.write(bracketed ? `\u001b[200~${text}\u001b[201~` : text),
    press: async (id, keys) => get(id).pty.write(keys.map(bytesOf).join('')),
    attach(id, size): Attachment {
      const { pty, viewers } = get(id)
      const viewer = viewers.join(size)
      return {
        ...viewer,
        write(data) {
          viewer.touch()
          pty.write(data)
        },
        paste(text, bracketed) {
          viewer.touch()
          pty.write(bracketed ? `\u001b[200~${text}\u001b[201~` : text)
          return Promise.resolve()
        },
      }
    },
    async close() {
      closed = true
      if (telling) clearTimeout(telling)
      const all = [...held.values()]
      for (const { pty } of all) pty.close()
      await Promise.all(all.map(({ pty }) => pty.exited))
    },
  }
}
