import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { createClaude } from './agents/claude.ts'
import { claudeConfigFolder } from './agents/claude-program.ts'
import { createGuide } from './agents/guide.ts'
import { createGuideTools } from './agents/guide-tools.ts'
import { installClaude } from './agents/install.ts'
import { withTimeLimit } from './agents/time-limit.ts'
import { type Config, defaultSettings, isExposed } from './config.ts'
import { createBus } from './core/bus.ts'
import { createEventLog } from './core/event-log.ts'
import { createEvents } from './core/events.ts'
import { createLeases } from './core/leases.ts'
import { createLog } from './core/log.ts'
import { createProblems } from './core/problems.ts'
import { createTasks } from './core/tasks.ts'
import { createTrusted } from './core/trusted.ts'
import { version } from './core/version.ts'
import { openData } from './data.ts'
import { createEquip } from './equip.ts'
import { createAgentFiles } from './features/agent-files/service.ts'
import { createAgents } from './features/agents/service.ts'
import { createAuth } from './features/auth/service.ts'
import { createAuthStore } from './features/auth/store.ts'
import { createAttachments } from './features/chat/attachments.ts'
import { createEarlier } from './features/chat/earlier.ts'
import { createFolders } from './features/chat/folders.ts'
import { createImportChat } from './features/chat/imported.ts'
import { startChatJobs } from './features/chat/jobs.ts'
import { createReleaseChats } from './features/chat/release.ts'
import { createChat } from './features/chat/service.ts'
import { createChatStore } from './features/chat/store.ts'
import { createClaudeCode } from './features/claude-code/service.ts'
import { createTranscriptStore } from './features/claude-code/store.ts'
import { fit, tokensOf } from './features/contexts/budget.ts'
import { folderTokens, gather } from './features/contexts/gather.ts'
import { createContextReader } from './features/contexts/reader.ts'
import { createContextFolders } from './features/contexts/service.ts'
import { createContextsStore } from './features/contexts/store.ts'
import { createFiles } from './features/files/service.ts'
import { createHooks } from './features/hooks/service.ts'
import { createAssets } from './features/imports/assets.ts'
import { createImports } from './features/imports/service.ts'
import { createImportsStore } from './features/imports/store.ts'
import { createBuiltinTools } from './features/mcps/builtin.ts'
import { createJournals } from './features/mcps/journals.ts'
import { createMcps } from './features/mcps/service.ts'
import { createModules } from './features/modules/service.ts'
import { assertAllowed, createChosenAgents } from './features/prompts/chosen-agents.ts'
import { createComposePrompt } from './features/prompts/compose.ts'
import { createPrompts } from './features/prompts/service.ts'
import { createEndings } from './features/runs/ending.ts'
import { isCompound } from './features/runs/permission/commands.ts'
import { isSecret, kindOf } from './features/runs/permission/grants.ts'
import { stricter } from './features/runs/permission/trust.ts'
import { createRuns } from './features/runs/service.ts'
import { createRunsStore } from './features/runs/store.ts'
import { createSandbox } from './features/sandbox/service.ts'
import { createScheduler } from './features/scheduler/service.ts'
import { createSchedulerStore } from './features/scheduler/store.ts'
import { createPlainHost } from './features/sessions/plain-host.ts'
import { createSessions } from './features/sessions/service.ts'
import { createSessionsStore } from './features/sessions/store.ts'
import { createTmuxHost } from './features/sessions/tmux-host.ts'
import { createSettings } from './features/settings/service.ts'
import { createSettingsStore } from './features/settings/store.ts'
import { createSkills } from './features/skills/service.ts'
import { startSyncJobs } from './features/sync/jobs.ts'
import { createSync } from './features/sync/service.ts'
import { createSyncStore } from './features/sync/store.ts'
import { createSystem } from './features/system/service.ts'
import { createTerminals } from './features/terminal/attach.ts'
import { createUsage } from './features/usage/service.ts'
import { createWorkspaceFiles } from './features/workspaces/files.ts'
import { createWorkspaces } from './features/workspaces/service.ts'
import { openArchive } from './host/archive.ts'
import { knownVault, openDataFolder, rememberVault } from './host/data-folder.ts'
import { createDisk } from './host/disk.ts'
import { createDocker } from './host/docker.ts'
import { openDrafts } from './host/drafts.ts'
import { childEnv, setHostEnv } from './host/exec.ts'
import { createMcpClient } from './host/mcp-client.ts'
import { readOwnerToken, watchOwnerToken } from './host/owner-token.ts'
import { realPathOf } from './host/paths.ts'
import { commitOf, versionOf } from './host/programs.ts'
import { openPty } from './host/pty.ts'
import { assertSandbox, sandboxAvailable } from './host/sandbox.ts'
import { createScreen } from './host/screen.ts'
import { createTmux } from './host/tmux.ts'
import { openUploads } from './host/uploads.ts'
import { openVault } from './host/vault.ts'
import { vaultPlaces } from './host/vault-places.ts'

export type App = Awaited<ReturnType<typeof createApp>>

/**
 * Builds the whole machine, top to bottom; `close` takes it down in reverse.
 * @throws StartError when it cannot start, or not safely
 */
export async function createApp(config: Config) {
  await using undo = new AsyncDisposableStack()
  setHostEnv({ ...config.hostEnv })
  const log = createLog(config.logLevel)
  const events = createEvents()
  const bus = createBus()
  const problems = createProblems()

  const folder = await openDataFolder(config.home)
  undo.defer(() => folder.release())
  await openDrafts(join(config.home, 'drafts'))
  const ownerToken = config.token ?? (await readOwnerToken(config.home))
  const vault = await openVault({ path: config.vault, known: await knownVault(config.home), problems })
  await rememberVault(config.home, config.vault)
  const disk = createDisk({ paths: [config.home, config.vault], minFreeMb: config.minFreeMb, problems })

  const uploads = await openUploads(config.home)
  const { database, recovery } = await openData({ config, problems, log })
  undo.defer(() => database.close())
  const { db } = database
  const trusted = createTrusted(db)
  const tasks = createTasks(log)
  undo.defer(() => tasks.close())

  const auth = await createAuth({
    store: createAuthStore(db),
    bus,
    tasks,
    problems,
    log,
    ownerToken,
    initialMode: config.authMode,
    host: config.host,
    exposed: isExposed(config),
    access: config.access,
  })
  if (config.token === null)
    tasks.add('auth.owner-token', (signal) =>
      watchOwnerToken(
        config.home,
        {
          async changed(token) {
            await auth.replaceOwnerToken(token)
            problems.clear('owner_token_refused')
          },
          refused: (message) => problems.report('owner_token_refused', message),
        },
        signal,
      ),
    )

  const settingsStore = createSettingsStore(db)
  const settings = await createSettings({
    store: settingsStore,
    problems,
    log,
    defaults: defaultSettings(config),
  })

  const agentsFolder = join(config.home, 'agents')
  const claude = createClaude({
    tasks,
    log,
    agentsFolder,
    agentEnv: config.agentEnv,
    claudePath: async () => settings.get().claude_path,
    changed: () => events.emit('agents.agent.changed', { name: 'claude' }),
  })
  const agents = createAgents({
    runners: [claude, createGuide({ tools: createGuideTools({ home: config.home }) })],
    installers: {
      claude: (progress, signal) =>
        installClaude({ agentsFolder, hostEnv: config.hostEnv, progress, signal }),
    },
    preferred: () => settings.get().default_runner,
    events,
    tasks,
  })

  const vaultPath = (await realPathOf(config.vault)).path
  const homePath = (await realPathOf(config.home)).path
  const roots = [vaultPath, config.hostEnv['HOME'] ?? homedir()]
  const hooks = createHooks({ vault: vaultPath, home: homePath, trusted, log })
  undo.defer(() => hooks.close())
  const assertWritable = async (): Promise<void> => {
    await vault.assertThere()
    await disk.assertSpace()
  }
  const modules = createModules({
    vault: vaultPath,
    home: homePath,
    trusted,
    tasks,
    problems,
    log,
    fire: hooks.fire,
    assertWritable,
  })
  undo.defer(() => modules.close())
  hooks.listen(modules.listeners)
  const files = createFiles({
    vault: vaultPath,
    home: homePath,
    assertReadable: () => vault.assertReadable(),
    assertWritable,
  })
  const syncStore = createSyncStore(db)
  const sync = createSync({
    vault: vaultPath,
    store: syncStore,
    vaultState: vault,
    assertWritable,
    tasks,
  })
  startSyncJobs({ store: syncStore, trash: sync.trash, tasks })
  const mcps = createMcps({
    vault: vaultPath,
    paths: vaultPlaces(vaultPath, 'mcp'),
    trusted,
    problems,
    log,
    client: createMcpClient({ home: homePath, cwd: vaultPath }),
    lookup: (name) => (isOwnVariable(name) ? undefined : config.hostEnv[name]),
    builtin: createBuiltinTools({
      chats: async (query) => (await chat.list({ ...query, offset: 0, archived: false })).sessions,
      chat: (id) => chat.details(id),
      journals: createJournals({ vault: vaultPath }),
    }),
    stricter,
    assertReadable: () => vault.assertReadable(),
    assertWritable,
  })
  const skills = createSkills({
    vault: vaultPath,
    paths: vaultPlaces(vaultPath, 'skills'),
    runtime: join(homePath, 'runtime', 'skills'),
    log,
    openArchive,
    assertReadable: () => vault.assertReadable(),
    assertWritable,
  })
  tasks.add('skills.prune', () => skills.prunePlugins())
  const attachments = createAttachments({ vault: vaultPath })
  const runStore = createRunsStore(db)
  const chatStore = createChatStore(db, database.engine)
  const folders = createFolders({ vault: vaultPath, home: homePath, roots })
  const workspaces = createWorkspaces({
    files: createWorkspaceFiles({ vault: vaultPath }),
    problems,
    stricter,
    resolveFolder: (path) => folders.resolve(path),
    assertWritable,
    releaseChats: createReleaseChats({ store: chatStore, events }),
  })
  if (!recovery) await workspaces.reconcile()
  const agentFiles = createAgentFiles({ vault: vaultPath, problems })
  const equip = createEquip({
    log,
    filters: (workspaceId) => workspaces.filters(workspaceId),
    mcps: (options) => mcps.forRun(options),
    skills: (allowed) => skills.pluginFor(allowed),
    modules: () => modules.tools(),
    subagents: (allowed) => agentFiles.subagents(allowed),
    ownTools: (of) => scheduler.toolsFor(of),
  })
  const runs = createRuns({
    bus,
    events,
    log,
    store: {
      ...runStore,
      // Also for a run that has begun: its workspace may have been narrowed since.
      async chat(id) {
        const row = await runStore.chat(id)
        return { ...row, trustLevel: stricter(row.trustLevel, await workspaces.floor(row.workspaceId)) }
      },
    },
    eventLog: createEventLog(db, bus),
    leases: createLeases(),
    runner: (name) =>
      withTimeLimit(agents.runner(name), {
        stopMs: limits.agentStopMs,
        limitOf: async (chatId) => workspaces.timeLimit((await runStore.chat(chatId)).workspaceId),
      }),
    maxLiveAgents: () => settings.get().max_live_agents,
    equip,
    fire: hooks.fire,
    readImage: attachments.readImage,
    realPathOf,
    vault: vaultPath,
    home: homePath,
    requestMs: limits.requestLifetimeMs,
    quietMs: limits.agentQuietMs,
    stopMs: limits.agentStopMs,
  })
  undo.defer(() => runs.close())
  if (!recovery) await runs.reconcile()
  startChatJobs({ store: chatStore, tasks })
  const { importChat, importChats, importBatch } = createImportChat({ store: chatStore, events })
  const claudeCode = createClaudeCode({
    store: createTranscriptStore(db),
    tasks,
    log,
    configFolder: claudeConfigFolder(config.agentEnv),
    folders,
    importChat,
  })
  const usage = createUsage({
    configFolder: claudeConfigFolder(config.agentEnv),
    agentEnv: config.agentEnv,
    vendorUrl: config.usageUrl,
    transcripts: claudeCode,
  })
  undo.defer(() => usage.close())
  const image = 'atrium-sandbox:latest'
  const sandbox = createSandbox({
    docker: createDocker({ dockerHost: config.hostEnv['DOCKER_HOST'], image }),
    image,
    available: sandboxAvailable,
    versionOf,
    tasks,
    log,
  })
  const contextReader = createContextReader({
    vault: vaultPath,
    roots,
    isSecret: (path) => isSecret(path, { home: homePath, vault: vaultPath, workingDirectory: vaultPath }),
  })
  const contexts = createContextFolders({
    vault: vaultPath,
    store: createContextsStore(db),
    reader: contextReader,
  })
  const chosenAgents = createChosenAgents({ vault: vaultPath })
  const chat = createChat({
    store: chatStore,
    runStore,
    runs,
    attachments,
    contexts,
    composePrompt: createComposePrompt({
      vault: vaultPath,
      reader: contextReader,
      gather: (request) => gather(contextReader, request),
      folderTokens,
      fit,
      tokensOf,
    }),
    chosenAgents,
    earlier: createEarlier({ store: chatStore }),
    assertAllowed,
    workspaces,
    folders,
    agents,
    assertSandbox,
    assertWritable,
    stricter,
    events,
    log,
    problems,
    vault: vaultPath,
    kindOf,
    isCompound,
  })
  undo.defer(() => chat.close())

  const imports = createImports({
    store: createImportsStore(db),
    assets: createAssets({ vault: vaultPath }),
    importBatch,
    assertWritable,
    events,
    tasks,
    log,
    vault: vaultPath,
    defaultRunner: agents.defaultName,
    chatFolder: async () => {
      await mkdir(join(vaultPath, 'Chat'), { recursive: true })
      return (await folders.resolve('Chat')).stored
    },
    sessions: claudeCode,
    archive: (id) => chat.archive(id, true),
    refresh: chatStore.refresh,
  })
  const prompts = createPrompts({
    nextTurn: (id, asked) => chat.nextTurn(id, asked),
    agentNames: () => chosenAgents.names(),
    tokensOf,
  })

  const scheduler = await createScheduler({
    store: createSchedulerStore(db),
    trusted,
    tasks,
    events,
    log,
    vault: vaultPath,
    endings: createEndings({ store: runStore, events }),
    send: (actor, request, key, origin) => chat.send(actor, request, key, origin),
    runOf: (messageId) => runStore.findByMessage(messageId),
    async recentChats(since) {
      const { sessions } = await chat.list({ limit: 50, offset: 0, archived: false })
      return sessions.filter(({ lastAccessed }) => lastAccessed >= since)
    },
    assertWritable,
    active: !recovery,
  })
  undo.defer(() => scheduler.close())

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
    modules: () => modules.health(),
    commit: () => commitOf(import.meta.dirname),
  })

  const owned = undo.move()
  return {
    config,
    log,
    events,
    bus,
    tasks,
    problems,
    folder,
    vault,
    disk,
    uploads,
    database,
    ownerToken,
    recovery,
    auth,
    settings,
    agents,
    chat,
    imports,
    contexts,
    prompts,
    workspaces,
    files,
    sync,
    mcps,
    skills,
    importChat,
    importChats,
    claudeCode,
    usage,
    sandbox,
    sessions,
    terminals,
    hooks,
    modules,
    trusted,
    scheduler,
    system,
    close: () => owned.disposeAsync(),
  }
}

/** What the hub is told about itself, secrets among it, is nothing a tool server may be given. */
const isOwnVariable = (name: string): boolean => /^(ATRIUM_|DATABASE_URL$)/i.test(name)

const yes = (): boolean => true
const no = (): boolean => false
