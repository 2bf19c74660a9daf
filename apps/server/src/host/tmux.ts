import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { limits } from '@atrium/schema'
import { AppError, messageOf, notFound } from '../core/errors.ts'
import { childEnv, exec, spawn } from './exec.ts'
import { connectControl, type TmuxControl, tmuxGone } from './tmux-control.ts'
import {
  exitHook,
  exitOption,
  isHubSession,
  listFormat,
  parseExit,
  parseSession,
  type TmuxExit,
  type TmuxSession,
  targetOf,
} from './tmux-list.ts'
import { literal } from './tmux-protocol.ts'

export type Tmux = Awaited<ReturnType<typeof createTmux>>

export type TmuxCreate = {
  tmuxName: string
  /** The name we mean, where tmux would alter it. */
  trueName: string | null
  folder: string
  /** A shell line: tmux hands it, as one argument, to the person's shell. */
  command: string
  env: Record<string, string>
}

/** What changed since the last look. */
export type TmuxChange = { sessions: readonly TmuxSession[]; ended: { id: string; exit: TmuxExit | null }[] }

/** tmux tells of sessions that come and go, but not of output, folders and viewers; they are looked at this often. */
const lookEveryMs = 1_000

/**
 * Program of the hub's own session. When the hub was killed it ends the control client first, and the session then: tmux 3.3
 * crashes, with all that runs in it, when the session of a dying control client goes before the client is quite gone. So no
 * `destroy-unattached`, no hook on its leaving, and no subscription (`refresh-client -B`), whose timer outlives the session.
 */
const whileHubLives = [
  'sh',
  '-c',
  'while kill -0 "$0" 2>/dev/null; do sleep 5; done; kill -9 $(tmux list-clients -t "$TMUX_PANE" -F "#{client_pid}"); sleep 1',
  String(process.pid),
]

/** Whether a tmux is there that knows what we need (3.2), and why not. */
async function probe(env: NodeJS.ProcessEnv): Promise<{ version: string | null; problem: string | null }> {
  try {
    const { stdout } = await exec('tmux', ['-V'], { env, timeoutMs: 5_000 })
    const version = stdout
      .toString()
      .trim()
      .replace(/^tmux /, '')
    const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? []
    const old = major !== undefined && Number(major) * 100 + Number(minor) < 302
    return { version, problem: old ? `tmux ${version} is too old; 3.2 or newer is needed` : null }
  } catch (error) {
    return { version: null, problem: `tmux is not installed (${messageOf(error)})` }
  }
}

/**
 * The person's tmux server over one control-mode connection. The connection sits in a tiny session of its own, which goes with
 * it, so that no session of the person has a client of ours or keeps its server alive. A server is started only to create.
 */
export async function createTmux(options: {
  /** `tmux -L`; null is the person's own server. */
  socket: string | null
  /** Whether sessions begin with the mouse on. */
  mouse?: () => 'on' | 'off'
}) {
  const env = childEnv({ TERM: 'xterm-256color' })
  env['LC_ALL'] ??= env['LANG'] && /utf-?8/i.test(env['LANG']) ? env['LANG'] : 'C.UTF-8'
  const base = options.socket === null ? [] : ['-L', options.socket]
  const uid = process.getuid?.() ?? 0
  const socketPath = `${env['TMUX_TMPDIR'] ?? '/tmp'}/tmux-${uid}/${options.socket ?? 'default'}`
  const { version, problem } = await probe(env)

  let sessions: readonly TmuxSession[] = []
  let changed: (change: TmuxChange) => void = () => undefined
  let control: TmuxControl | null = null
  let connecting: Promise<TmuxControl | null> | null = null
  let ownSession = ''
  let look: NodeJS.Timeout | undefined
  let creating = 0
  /** What was in a list since something is being created. */
  const listed = new Set<string>()
  let closed = false
  let reading: Promise<void> | null = null
  let again: Promise<void> | null = null

  function publish(now: readonly TmuxSession[], exits: Map<string, TmuxExit | null>): void {
    const alive = new Set(now.map((session) => session.id))
    const ended = sessions
      .filter((session) => !alive.has(session.id))
      .map(({ id }) => ({ id, exit: exits.get(id) ?? null }))
    sessions = now
    if (creating > 0) for (const id of alive) listed.add(id)
    changed({ sessions, ended })
  }

  async function open(start: boolean): Promise<TmuxControl | null> {
    if (problem) throw new AppError('tmux_unavailable', problem)
    if (closed) throw tmuxGone()
    if (!start && !(await listens(socketPath))) return null
    const own = `atrium-hub-${randomBytes(6).toString('hex')}`
    const args = [...base, '-u', ...(start ? [] : ['-N']), '-C']
    const child = spawn(
      'tmux',
      [...args, 'new-session', '-s', own, '-x', '20', '-y', '5', ...whileHubLives],
      {
        env,
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    )
    let mine: TmuxControl | null = null
    const made = await connectControl(child, {
      notify(name) {
        if (/^(sessions-changed|session-renamed|unlinked-window-|window-)/.test(name))
          void refresh().catch(() => undefined)
      },
      closed() {
        if (!mine || control !== mine) return
        clearInterval(look)
        control = null
        // The server may have gone, or only our session in it.
        if (!closed) void refresh().catch(() => publish([], new Map()))
      },
    })
    mine = made
    if (!made) return null
    control = made
    ownSession = own
    look = setInterval(() => void refresh().catch(() => undefined), lookEveryMs).unref()
    return made
  }

  /** The live connection, made if there is a server; `start` makes the server too. */
  async function link(start: boolean): Promise<TmuxControl | null> {
    if (control?.open) return control
    const isOwnTry = connecting === null
    connecting ??= open(start).finally(() => (connecting = null))
    const made = await connecting
    // Somebody else's try may have been one that starts no server.
    return made ?? (start && !isOwnTry ? link(start) : null)
  }

  async function read(): Promise<void> {
    const live = await link(false)
    if (!live) return publish([], new Map())
    const [lines] = await live.run(['list-sessions', '-F', listFormat])
    const now = (lines ?? [])
      .flatMap((line) => parseSession(line) ?? [])
      .filter((session) => !isHubSession(session.tmuxName))
    // The end of any child of tmux makes it look at all of them.
    if (now.some(({ unheard }) => unheard)) await live.run(['run-shell', '-b', 'true'])
    const alive = new Set(now.map((session) => session.id))
    const exits = new Map<string, TmuxExit | null>()
    for (const { id } of sessions) if (!alive.has(id)) exits.set(id, await takeExit(live, id))
    if (control !== live) return
    publish(now, exits)
    if (now.length === 0 && creating === 0) await leave(live)
  }

  /** Takes the hub's own session away, and the connection with it. */
  async function leave(live: TmuxControl): Promise<void> {
    await live.run(['kill-session', '-t', `=${ownSession}`]).catch(() => undefined)
    live.close()
  }

  async function takeExit(live: TmuxControl, id: string): Promise<TmuxExit | null> {
    const [lines] = await live.run(['show-options', '-sqv', exitOption(id)])
    if (!lines?.[0]) return null
    await live.run(['set-option', '-su', exitOption(id)])
    return parseExit(lines[0])
  }

  /** Reads the list again. Whoever calls sees a list that was read after the call; calls in between share one. */
  function refresh(): Promise<void> {
    if (problem || closed) return Promise.resolve()
    if (!reading) {
      reading = read().finally(() => (reading = null))
      return reading
    }
    again ??= reading
      .catch(() => undefined)
      .then(() => {
        again = null
        return refresh()
      })
    return again
  }

  async function create(wanted: TmuxCreate): Promise<TmuxSession> {
    creating += 1
    try {
      const live = await link(true)
      if (!live) throw tmuxGone()
      const folder = literal(wanted.folder)
      const [shown] = await live.run(['show-environment', '-g', 'PATH']).catch(() => [])
      const path = joinedPath(shown?.[0]?.replace(/^PATH=/, ''), env['PATH'], ...usualFolders(env['HOME']))
      const given = Object.entries({ PATH: path, ...wanted.env }).flatMap(([name, value]) => [
        '-e',
        `${name}=${value}`,
      ])
      const size = ['-x', '120', '-y', '40']
      const [reply] = await live
        .run([
          'new-session',
          '-d',
          '-P',
          '-F',
          '#{pid}#{session_id}',
          '-s',
          wanted.tmuxName,
          '-c',
          folder,
          ...size,
          ...given,
          'cat',
          '-',
        ])
        .catch((error: unknown) =>
          Promise.reject(/duplicate session/.test(messageOf(error)) ? taken(wanted) : error),
        )
      const id = reply?.[0] ?? ''
      const target = targetOf(id)
      const set = (...args: string[]) => ['set-option', '-t', `${target}:`, ...args]
      try {
        await live.run(
          // How much history a pane keeps is fixed when it begins, so the real one takes the place of a first, silent one.
          set('history-limit', String(limits.scrollbackLinesMax)),
          set('destroy-unattached', 'off'),
          set('detach-on-destroy', 'on'),
          set('mouse', options.mouse?.() ?? 'on'),
          set('status-style', 'bg=default,fg=colour244'),
          ...(wanted.trueName === null ? [] : [set('@atrium_name', wanted.trueName)]),
          ['new-window', '-k', '-t', `${target}:^`, '-c', folder, '--', wanted.command],
          // Of this pane alone, in the same go, so that not even a program that ends at once is missed.
          ['set-option', '-p', '-t', `${target}:`, 'remain-on-exit', 'on'],
          ['set-hook', '-p', '-t', `${target}:`, 'pane-died', exitHook(id)],
        )
      } catch (error) {
        await live.run(['kill-session', '-t', target]).catch(() => undefined)
        throw error
      }
      await refresh()
      const made = sessions.find((session) => session.id === id)
      if (made) return made
      const ended: TmuxSession = {
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
      if (!listed.has(id)) {
        // Nobody saw it: told as one that came and went.
        const exit = await takeExit(live, id).catch(() => null)
        changed({ sessions: [...sessions, ended], ended: [] })
        changed({ sessions, ended: [{ id, exit }] })
      }
      return ended
    } finally {
      creating -= 1
      if (creating === 0) listed.clear()
    }
  }

  /** A session's server and its target there; ids of a server that has ended are nobody's. */
  async function find(id: string): Promise<{ live: TmuxControl; target: string }> {
    const live = await link(false)
    if (!live) throw tmuxGone()
    if (!sessions.some((session) => session.id === id)) throw notFound('Session', id)
    return { live, target: targetOf(id) }
  }

  return {
    version,
    /** Why tmux cannot be used here; null when it can. */
    problem,
    /** As of the last change that tmux told. */
    sessions: () => sessions,
    /** Hears every change from now on; there is one listener. */
    watch(listener: (change: TmuxChange) => void): void {
      changed = listener
    },
    refresh,
    create,
    async rename(id: string, tmuxName: string, trueName: string | null): Promise<void> {
      const { live, target } = await find(id)
      await live.run(
        ['rename-session', '-t', target, '--', tmuxName],
        trueName === null
          ? ['set-option', '-u', '-t', `${target}:`, '@atrium_name']
          : ['set-option', '-t', `${target}:`, '@atrium_name', trueName],
      )
      await refresh()
    },
    async setMouse(id: string, mouse: 'on' | 'off'): Promise<void> {
      const { live, target } = await find(id)
      await live.run(['set-option', '-t', `${target}:`, 'mouse', mouse])
    },
    /** Ends the session; gives the process groups of its panes, so that the caller can see them gone. */
    async kill(id: string): Promise<number[]> {
      const { live, target } = await find(id)
      const [pids] = await live.run(['list-panes', '-s', '-t', target, '-F', '#{pane_pid}'])
      await live.run(['kill-session', '-t', target])
      await refresh()
      return (pids ?? []).map(Number)
    },
    /** Lines above the visible screen, with colours. What a program printed is kept away from the control connection. */
    async scrollback(id: string, lines: number): Promise<{ data: string; truncated: boolean }> {
      const { live, target } = await find(id)
      const [size] = await live.run(['display-message', '-p', '-t', `${target}:`, '#{history_size}'])
      const history = Number(size?.[0])
      if (!(history > 0)) return { data: '', truncated: false }
      const args = ['capture-pane', '-p', '-e', '-S', `-${lines}`, '-E', '-1', '-t', `${target}:`]
      const { code, stdout } = await exec('tmux', [...base, '-u', '-N', ...args], { env })
      if (code !== 0) return { data: '', truncated: false }
      return { data: stdout.toString('utf8'), truncated: history > lines }
    },
    /** What is visible now, without colours. */
    async screen(id: string): Promise<string> {
      const { target } = await find(id)
      const { code, stdout } = await exec(
        'tmux',
        [...base, '-u', '-N', 'capture-pane', '-p', '-t', `${target}:`],
        {
          env,
        },
      )
      if (code !== 0) throw new AppError('conflict', 'tmux does not show this session')
      return stdout.toString('utf8')
    },
    /** Presses keys by their names, which tmux spells as the program expects them. Somebody who scrolls is brought back. */
    async press(id: string, keys: readonly string[]): Promise<void> {
      const { live, target } = await find(id)
      await live.run(['copy-mode', '-q', '-t', `${target}:`], ['send-keys', '-t', `${target}:`, ...keys])
    },
    /** Program and arguments of one viewer, to be run in a terminal of its own. */
    attachCommand: (id: string): { file: string; args: string[]; env: NodeJS.ProcessEnv } => ({
      file: 'tmux',
      args: [...base, '-u', '-N', 'attach-session', '-t', targetOf(id)],
      env,
    }),
    /** Puts text into the program byte for byte; `bracketed` marks it as pasted where the program asked for that. */
    async paste(id: string, text: string, bracketed: boolean): Promise<void> {
      const { target } = await find(id)
      const buffer = `atrium-${randomBytes(6).toString('hex')}`
      const paste = [
        'paste-buffer',
        '-d',
        '-r',
        ...(bracketed ? ['-p'] : []),
        '-b',
        buffer,
        '-t',
        `${target}:`,
      ]
      const { code, stderr } = await exec(
        'tmux',
        [...base, '-N', 'load-buffer', '-b', buffer, '-', ';', ...paste],
        {
          env,
          input: text,
        },
      )
      if (code !== 0) throw new AppError('conflict', `tmux: ${stderr.toString().trim()}`)
    },
    async close(): Promise<void> {
      closed = true
      await connecting?.catch(() => null) // whoever waits for it is told
      if (control) await leave(control)
    },
  }
}

const taken = (wanted: TmuxCreate): AppError =>
  new AppError('already_exists', `A session with this name exists: ${wanted.trueName ?? wanted.tmuxName}`)

/** Whether anybody answers at the socket; a server is never started by asking. */
function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false))
    probe.once('connect', () => probe.destroy())
  })
}

/** Where people's programs lie that a hub started by a service manager would not find. */
const usualFolders = (home: string | undefined): string[] => [
  ...(home === undefined ? [] : [`${home}/.local/bin`]),
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
]

/** Every folder once, the person's own order first: the tmux server may be older than the hub, and know less. */
const joinedPath = (...paths: (string | undefined)[]): string =>
  [...new Set(paths.flatMap((path) => path?.split(':') ?? []).filter(Boolean))].join(':')
