import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { limits } from '@atrium/schema'
import { knownAgents } from '../agents/acp/agents.ts'
import { createAcp } from '../agents/acp.ts'
import { createClaude } from '../agents/claude.ts'
import { claudeConfigFolder } from '../agents/claude-program.ts'
import { createGuide } from '../agents/guide.ts'
import { createGuideTools } from '../agents/guide-tools.ts'
import { clearStrays } from '../agents/hub-tag.ts'
import { type InstallOptions, installAgent, installClaude } from '../agents/install.ts'
import { withTimeLimit } from '../agents/time-limit.ts'
import { createEventLog } from '../core/event-log.ts'
import { createLeases } from '../core/leases.ts'
import { createEquip } from '../equip.ts'
import { createOwnAgents } from '../features/agents/own.ts'
import { createAgents } from '../features/agents/service.ts'
import { isPlatform } from '../features/bots/settings.ts'
import { createAttachments } from '../features/chat/attachments.ts'
import { createEarlier } from '../features/chat/earlier.ts'
import { createImportChat } from '../features/chat/imported.ts'
import { startChatJobs } from '../features/chat/jobs.ts'
import { createChat } from '../features/chat/service.ts'
import { createChatStore } from '../features/chat/store.ts'
import { createClaudeCode } from '../features/claude-code/service.ts'
import { createTranscriptStore } from '../features/claude-code/store.ts'
import { fit, tokensOf } from '../features/contexts/budget.ts'
import { folderTokens, gather } from '../features/contexts/gather.ts'
import { createAssets } from '../features/imports/assets.ts'
import { createImports } from '../features/imports/service.ts'
import { createImportsStore } from '../features/imports/store.ts'
import { createChatTools } from '../features/mcp-server/service.ts'
import { commandLine } from '../features/mcps/entry.ts'
import { maskConfig, maskSign } from '../features/mcps/secrets.ts'
import { assertAllowed } from '../features/prompts/chosen-agents.ts'
import { createComposePrompt } from '../features/prompts/compose.ts'
import { createPrompts } from '../features/prompts/service.ts'
import { createEndings } from '../features/runs/ending.ts'
import { isCompound } from '../features/runs/permission/commands.ts'
import { kindOf } from '../features/runs/permission/grants.ts'
import { stricter } from '../features/runs/permission/trust.ts'
import { createRuns } from '../features/runs/service.ts'
import { createRunsStore } from '../features/runs/store.ts'
import { createScheduler } from '../features/scheduler/service.ts'
import { createSchedulerStore } from '../features/scheduler/store.ts'
import { createUsage } from '../features/usage/service.ts'
import { realPathOf } from '../host/paths.ts'
import { readPrivate, writePrivate } from '../host/private-file.ts'
import { assertSandbox } from '../host/sandbox.ts'

import type { Asking } from './approvals.ts'
import type { Ground } from './ground.ts'
import { createLibrary } from './library.ts'

/** Agents, their runs, chats, and what begins chats or shows them. */
export async function createConversations(ground: Ground, asking: Asking, undo: AsyncDisposableStack) {
  const { audit, config, database, db, bus, events, log, problems, tasks, trusted, settings, idle } = ground
  const { vaultPath, homePath, assertWritable } = ground
  const library = await createLibrary(
    ground,
    {
      chats: async (query) => (await chat.list({ ...query, offset: 0, archived: false })).sessions,
      chat: (id) => chat.details(id),
    },
    undo,
  )
  const {
    hooks,
    modules,
    mcps,
    skills,
    folders,
    workspaces,
    agentFiles,
    contextReader,
    contexts,
    chosenAgents,
  } = library
  const agentsFolder = join(config.home, 'agents')
  const cleared = ground.isNew ? Promise.resolve() : clearStrays(agentsFolder)
  const claude = createClaude({
    tasks,
    log,
    agentsFolder,
    cleared,
    agentEnv: config.agentEnv,
    claudePath: async () => settings.get().claudePath,
    changed: () => events.emit('agents.agent.changed', { name: 'claude' }),
    limitsTold: (facts) => events.emit('agents.limits.told', { facts, at: Date.now() }),
  })
  const chatStore = createChatStore(db, database.engine)
  const earlier = createEarlier({ store: chatStore })
  const install =
    (work: (options: InstallOptions) => Promise<unknown>) =>
    (progress: (line: string) => void, signal: AbortSignal): Promise<unknown> =>
      work({ agentsFolder, hostEnv: config.hostEnv, progress, signal })
  const agents = createAgents({
    runners: [claude, createGuide({ tools: createGuideTools({ home: config.home }) })],
    known: knownAgents,
    own: await createOwnAgents({
      file: join(config.home, 'secrets', 'agents.json'),
      read: readPrivate,
      async write(file, text) {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        await writePrivate(file, text)
      },
      mask: (env) => maskConfig({ env })['env'] as Record<string, string>, // each value of it is a text
      maskSign,
      problems,
    }),
    acp: (agent) =>
      createAcp(agent, {
        tasks,
        log,
        agentsFolder,
        hostEnv: config.hostEnv,
        cleared,
        earlier: (chatId) => earlier(chatId, { answered: true }),
        changed: (name) => events.emit('agents.agent.changed', { name }),
      }),
    commandLine,
    installers: {
      claude: install(installClaude),
      ...Object.fromEntries(
        knownAgents.flatMap((agent) =>
          agent.packages ? [[agent.id, install((options) => installAgent(agent, options))]] : [],
        ),
      ),
    },
    preferred: () => settings.get().defaultRunner,
    events,
    tasks,
  })

  const chatTools = createChatTools({ enabled: () => settings.get().chatTools })
  const attachments = createAttachments({ vault: vaultPath })
  const runStore = createRunsStore(db)
  const equip = createEquip({
    log,
    filters: (workspaceId) => workspaces.filters(workspaceId),
    mcps: (options, chat) =>
      mcps.forRun({ ...options, ofChat: chatTools.of(chat), confined: isPlatform(chat.source) }),
    skills: (allowed) => skills.pluginFor(allowed),
    modules: async () => ({ tools: await modules.tools(), leftOut: modules.leftOut() }),
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
    maxLiveAgents: () => settings.get().maxLiveAgents,
    equip,
    fire: hooks.fire,
    readImage: attachments.readImage,
    realPathOf,
    vault: vaultPath,
    home: homePath,
    requestMs: limits.requestLifetimeMs,
    openRequests: asking.openRequests,
    codes: asking.codes,
    standing: (cwd) => asking.rules.standing({ projectId: asking.rules.projectOf(cwd), cwd }),
    audit,
    quietMs: limits.agentQuietMs,
    stopMs: limits.agentStopMs,
  })
  undo.defer(() => runs.close())
  if (!idle) await runs.reconcile()
  startChatJobs({ store: chatStore, tasks })
  const imported = createImportChat({ store: chatStore, events, bus })
  const claudeCode = createClaudeCode({
    store: createTranscriptStore(db),
    tasks,
    log,
    configFolder: claudeConfigFolder(config.agentEnv),
    folders,
    importChat: (chat) => imported.importChat(chat),
  })
  const usage = createUsage({
    configFolder: claudeConfigFolder(config.agentEnv),
    agentEnv: config.agentEnv,
    vendorUrl: config.usageUrl,
    transcripts: claudeCode,
  })
  undo.defer(() => usage.close())
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
    earlier,
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
    audit,
    vault: vaultPath,
    kindOf,
    isCompound,
  })
  undo.defer(() => chat.close())

  const imports = createImports({
    store: createImportsStore(db),
    assets: createAssets({ vault: vaultPath }),
    importBatch: (...batch) => imported.importBatch(...batch),
    assertWritable,
    events,
    tasks,
    log,
    vault: vaultPath,
    defaultRunner: () => agents.defaultName(),
    chatFolder: async () => {
      await mkdir(join(vaultPath, 'Chat'), { recursive: true })
      return (await folders.resolve('Chat')).stored
    },
    sessions: claudeCode,
    archive: (id) => chat.archive(id, true),
    refresh: (id, facts) => chatStore.refresh(id, facts),
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
    audit,
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
    active: !idle,
  })
  undo.defer(() => scheduler.close())
  const inbox = asking.inbox({
    active: async () => (await runs.active()).map(({ chatId }) => chatId),
    requests: (chatId) => runs.openRequests(chatId),
    about: (chatId) => runStore.chat(chatId),
    answer: (chatId, requestId, answer, by) =>
      chat.permissions.answer(chatId, { request_id: requestId, ...answer }, by),
  })
  return {
    ...library,
    inbox,
    agents,
    chat,
    chatTools,
    imported,
    claudeCode,
    usage,
    imports,
    prompts,
    scheduler,
  }
}
