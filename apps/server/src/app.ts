import { createAsking } from './app/approvals.ts'
import { createBoardRoom } from './app/board.ts'
import { createBotRoom } from './app/bots.ts'
import { createConversations } from './app/conversations.ts'
import { createFileRooms } from './app/files.ts'
import { createGround } from './app/ground.ts'
import { createOutreach } from './app/outreach.ts'
import { createPenatesRoom } from './app/penates.ts'
import { createUsageRoom } from './app/usage.ts'
import type { Config } from './config.ts'
import { version } from './core/version.ts'
import { createHookFiles } from './features/agent-hooks/equip.ts'
import { createAgentHooks } from './features/agent-hooks/service.ts'
import { createCardIndex } from './features/board/card-index.ts'
import { createBotNotes } from './features/bots/notes.ts'
import { createCaptures } from './features/captures/service.ts'
import { createGitBadges } from './features/git/badges.ts'
import { createGit } from './features/git/service.ts'
import { createProjects } from './features/projects/service.ts'
import { createProjectsStore } from './features/projects/store.ts'
import { createSandbox } from './features/sandbox/service.ts'
import { createServerControl } from './features/server/service.ts'
import { createExtras } from './features/sessions/extras.ts'
import { nameOf } from './features/sessions/names.ts'
import { createPlainHost } from './features/sessions/plain-host.ts'
import { createSessions } from './features/sessions/service.ts'
import { createSessionsStore } from './features/sessions/store.ts'
import { createTmuxHost } from './features/sessions/tmux-host.ts'
import { createSettingsView } from './features/settings/view.ts'
import { createSystem } from './features/system/service.ts'
import { createTerminals } from './features/terminal/attach.ts'
import { createUpdates } from './features/updates/service.ts'
import { createStatusLines } from './features/usage/status-lines.ts'
import { createCheckout } from './host/checkout.ts'
import { runningOn } from './host/data-folder.ts'
import { createDocker } from './host/docker.ts'
import { childEnv } from './host/exec.ts'
import { git as runGit } from './host/git.ts'
import { createMata } from './host/mata.ts'
import { commitOf, versionOf } from './host/programs.ts'
import { openPty } from './host/pty.ts'
import { sandboxAvailable } from './host/sandbox.ts'
import { createScreen } from './host/screen.ts'
import { findServiceManager } from './host/service-manager.ts'
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
  const asking = await createAsking(
    ground,
    {
      folderOf: (id) => projects.find(id)?.path,
      containing: (path) => projects.containing(path)?.id ?? null,
    },
    undo,
  )
  const conversations = await createConversations(ground, asking, undo)
  const projects = await createProjects({
    store: createProjectsStore(db),
    events,
    tasks,
    problems,
    git: runGit,
    projectRoots: config.projectRoots,
    browseRoots: config.browseRoots,
    home: ground.homePath,
    sessionPrefix: config.sessionPrefix,
    sessions: {
      isLive: (name) => sessions.isLive(name),
      create: (...call) => sessions.create(...call),
      directoryOf: (name) => sessions.directoryOf(name),
    },
    assertWritable: () => disk.assertSpace(),
  })
  undo.defer(() => projects.close())

  const image = 'atrium-sandbox:latest'
  const sandbox = createSandbox({
    docker: createDocker({ dockerHost: config.hostEnv['DOCKER_HOST'], image }),
    image,
    available: sandboxAvailable,
    versionOf,
    tasks,
    log,
  })
  const git = createGit()
  const gitBadges = createGitBadges({
    look: (cwd, signal) => git.badge(cwd, signal),
    changed: (cwd) => events.emit('git.badge.changed', { cwd }),
  })
  undo.defer(() => gitBadges.close())
  const tmux = await createTmux({
    socket: config.tmuxSocket,
    mouse: () => ground.settings.get().tmuxMouse,
  })
  const statuslines = createStatusLines({})
  const cards = createCardIndex()
  const hookFiles = await createHookFiles({ home: ground.homePath })
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
    keys: ground.auth.sessionKeys,
    equip: hookFiles.equip,
    log,
    restore: () => {
      const { autoRestore, autoRestoreContinue } = ground.settings.get()
      return autoRestore && !ground.idle ? { goOn: autoRestoreContinue } : null
    },
    extrasOf: createExtras({
      statusline: (name) => statuslines.of(name),
      badge: (cwd) => gitBadges.of(cwd),
      project(path, name) {
        const id = ground.auth.sessionKeys.projectOf(name)
        const own = id === null ? null : projects.find(id)
        return projects.containing(path) ?? (own && { id: own.id, name: own.displayName })
      },
      card: cards.of,
    }),
    env: childEnv(),
  })
  undo.defer(() => sessions.close())
  const board = await createBoardRoom(ground, { sessions, projects, git, index: cards })
  undo.defer(() => board.close())
  const penates = await createPenatesRoom(ground, { sessions, projects, index: cards })
  const usage = createUsageRoom(
    ground,
    {
      plan: conversations.usage,
      statuslines,
      sessions: () => sessions.list(),
      projects: () => projects.list(),
      recentChats: async () =>
        (await conversations.chat.list({ limit: 50, offset: 0, archived: false })).sessions,
    },
    undo,
  )
  for (const event of [
    'git.badge.changed',
    'projects.project.changed',
    'projects.project.removed',
    'board.card.changed',
    'board.card.removed',
  ] as const)
    events.on(event, () => sessions.changed())
  sessions.changed() // what the others knew before they said anything
  const markRules = () =>
    tasks.add('agent-hooks.rules', async () =>
      hookFiles.markRules((await asking.rules.list()).some(({ behavior }) => behavior !== 'allow')),
    )
  events.on('approvals.rules.changed', markRules)
  markRules()
  const agentHooks = createAgentHooks({
    sessions,
    keys: ground.auth.sessionKeys,
    events,
    tasks,
    approvals: asking.approvals,
    statuslines,
    projectOf: (path) => projects.containing(path)?.id ?? null,
  })
  const fileRooms = await createFileRooms(
    ground,
    {
      projectFolder: (id) => projects.folderOf(id),
      sessionFolder: (name) => sessions.directoryOf(name),
    },
    undo,
  )
  const mata = createMata({ bin: config.mataBin, url: config.mataUrl })
  const captures = createCaptures({ git: runGit, mata, assertSpace: fileRooms.projectFiles.assertSpace })
  const terminals = createTerminals({ sessions })
  undo.defer(() => terminals.close())
  const outreach = await createOutreach(ground, { sessions, terminals, projects }, undo)

  const bots = await createBotRoom(ground, { ...conversations, voice: outreach.voice })
  undo.defer(() => bots.close())
  const serverControl = createServerControl({
    log,
    logFile: ground.logFile,
    manager: () =>
      findServiceManager({
        systemdUnit: config.systemdUnit,
        launchdLabel: config.launchdLabel,
        invocationId: config.hostEnv['INVOCATION_ID'] ?? null,
      }),
  })
  const settingsView = createSettingsView({
    settings: ground.settings,
    version,
    status: () => ({
      sessions: sessions.list().filter(({ status }) => status === 'running').length,
      activePtys: terminals.count(),
    }),
    features: () => ({
      voice: { enabled: outreach.voice.config().enabled, lang: config.voice.lang },
      preview: { enabled: config.preview !== null, host: config.preview?.name ?? null },
      cfAccess: { enabled: config.access !== null },
      push: { configured: true },
      projectRoots: [...config.projectRoots],
      browseRoots: [...config.browseRoots],
      defaultProjectDir: '~',
    }),
  })
  events.on('settings.settings.changed', ({ names }) => {
    if (!names.includes('tmuxMouse')) return
    const { tmuxMouse } = ground.settings.get()
    const ours = new Set(sessions.list().flatMap(({ name, status }) => (status === 'running' ? name : [])))
    for (const session of tmux.sessions())
      if (ours.has(nameOf(session))) tasks.add('sessions.mouse', () => tmux.setMouse(session.id, tmuxMouse))
  })
  const updates = createUpdates({
    version,
    checkout: createCheckout(),
    releasesUrl: config.releasesUrl,
    tasks,
    log,
    mayCheck: () => ground.settings.get().checkForUpdates,
    hasTmux: tmux.problem === null,
    sessions,
    prefix: config.sessionPrefix,
    async address() {
      const announced = config.publicUrl === null ? (await runningOn(config.home))?.url : null
      return { url: announced ?? `http://127.0.0.1:${config.port}`, home: config.home }
    },
    restart: () => serverControl.restart(),
    found: (release) => events.emit('updates.release.found', release),
  })
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
    approvals: asking.approvals,
    rules: asking.rules,
    projects,
    sandbox,
    git,
    gitBadges,
    captures,
    mata,
    board,
    cards,
    penates,
    sessions,
    usage,
    terminals,
    ...outreach,
    botNotes: createBotNotes(db),
    bots,
    ...fileRooms,
    agentHooks,
    serverControl,
    updates,
    settingsView,
    system,
    close: () => owned.disposeAsync(),
  }
}

const yes = (): boolean => true
const no = (): boolean => false
