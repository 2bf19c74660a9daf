import { createConversations } from './app/conversations.ts'
import { createGround } from './app/ground.ts'
import type { Config } from './config.ts'
import { version } from './core/version.ts'
import { createSandbox } from './features/sandbox/service.ts'
import { createPlainHost } from './features/sessions/plain-host.ts'
import { createSessions } from './features/sessions/service.ts'
import { createSessionsStore } from './features/sessions/store.ts'
import { createTmuxHost } from './features/sessions/tmux-host.ts'
import { createSystem } from './features/system/service.ts'
import { createTerminals } from './features/terminal/attach.ts'
import { createDocker } from './host/docker.ts'
import { childEnv } from './host/exec.ts'
import { commitOf, versionOf } from './host/programs.ts'
import { openPty } from './host/pty.ts'
import { sandboxAvailable } from './host/sandbox.ts'
import { createScreen } from './host/screen.ts'
import { createTmux } from './host/tmux.ts'

export type App = Awaited<ReturnType<typeof createApp>>

/**
 * Builds the whole machine, top to bottom; `close` takes it down in reverse.
 * @throws StartError when it cannot start, or not safely
 */
export async function createApp(config: Config) {
  await using undo = new AsyncDisposableStack()
  const ground = await createGround(config, undo)
  const { database, db, disk, events, log, problems, recovery, settingsStore, tasks, vault } = ground
  const conversations = await createConversations(ground, undo)

  const image = 'atrium-sandbox:latest'
  const sandbox = createSandbox({
    docker: createDocker({ dockerHost: config.hostEnv['DOCKER_HOST'], image }),
    image,
    available: sandboxAvailable,
    versionOf,
    tasks,
    log,
  })
  const tmux = await createTmux({ socket: config.tmuxSocket })
  const sessions = await createSessions({
    host:
      tmux.problem === null
        ? createTmuxHost({ tmux, openPty })
        : createPlainHost({ openPty, createScreen, env: childEnv() }),
    store: createSessionsStore(db),
    events,
    tasks,
    problems,
    prefix: config.sessionPrefix,
    url: `http://127.0.0.1:${config.port}`,
    env: childEnv(),
  })
  undo.defer(() => sessions.close())
  const terminals = createTerminals({ sessions })
  undo.defer(() => terminals.close())

  const system = createSystem({
    version,
    problems,
    tasks,
    recovery,
    disk,
    vault,
    database: { engine: database.engine, answers: () => settingsStore.list().then(yes, no) },
    tmux: async () => ({ available: tmux.problem === null, version: tmux.version }),
    sandbox: async () => {
      const state = await sandboxAvailable()
      return { available: state.available, engine: state.available ? state.engine : null }
    },
    modules: () => conversations.modules.health(),
    commit: () => commitOf(import.meta.dirname),
  })

  const owned = undo.move()
  return {
    ...ground,
    ...conversations,
    sandbox,
    sessions,
    terminals,
    system,
    close: () => owned.disposeAsync(),
  }
}

const yes = (): boolean => true
const no = (): boolean => false
