import { join } from 'node:path'
import { createAgentFiles } from '../features/agent-files/service.ts'
import { createFolders } from '../features/chat/folders.ts'
import { createReleaseChats } from '../features/chat/release.ts'
import { createChatStore } from '../features/chat/store.ts'
import { createContextReader } from '../features/contexts/reader.ts'
import { createContextFolders } from '../features/contexts/service.ts'
import { createContextsStore } from '../features/contexts/store.ts'
import { createFiles } from '../features/files/service.ts'
import { createHooks } from '../features/hooks/service.ts'
import { type BuiltinDeps, createBuiltinTools } from '../features/mcps/builtin.ts'
import { createJournals } from '../features/mcps/journals.ts'
import { createMcps } from '../features/mcps/service.ts'
import { createModules } from '../features/modules/service.ts'
import { createChosenAgents } from '../features/prompts/chosen-agents.ts'
import { isSecret } from '../features/runs/permission/grants.ts'
import { stricter } from '../features/runs/permission/trust.ts'
import { createSkills } from '../features/skills/service.ts'
import { startSyncJobs } from '../features/sync/jobs.ts'
import { createSync } from '../features/sync/service.ts'
import { createSyncStore } from '../features/sync/store.ts'
import { createWorkspaceFiles } from '../features/workspaces/files.ts'
import { createWorkspaces } from '../features/workspaces/service.ts'
import { openArchive } from '../host/archive.ts'
import { createMcpClient } from '../host/mcp-client.ts'
import { vaultPlaces } from '../host/vault-places.ts'
import type { Ground } from './ground.ts'

/** What the hub is told about itself, secrets among it, is nothing a tool server may be given. */
const isOwnVariable = (name: string): boolean => /^(ATRIUM_|DATABASE_URL$)/i.test(name)

/** What agents know and are given: everything that lies in the vault. `chats` is asked when an agent asks. */
export async function createLibrary(
  ground: Ground,
  chats: Omit<BuiltinDeps, 'journals'>,
  undo: AsyncDisposableStack,
) {
  const {
    config,
    audit,
    db,
    events,
    log,
    problems,
    tasks,
    trusted,
    vault,
    vaultPath,
    homePath,
    roots,
    idle,
    assertWritable,
  } = ground
  const hooks = createHooks({ vault: vaultPath, home: homePath, trusted, audit, log })
  undo.defer(() => hooks.close())
  const modules = createModules({
    vault: vaultPath,
    home: homePath,
    trusted,
    tasks,
    problems,
    audit,
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
    fire: hooks.fire,
  })
  startSyncJobs({ store: syncStore, trash: sync.trash, tasks })
  const mcps = createMcps({
    vault: vaultPath,
    paths: vaultPlaces(vaultPath, 'mcp'),
    trusted,
    problems,
    audit,
    client: createMcpClient({ home: homePath, cwd: vaultPath, isNew: ground.isNew }),
    lookup: (name) => (isOwnVariable(name) ? undefined : config.hostEnv[name]),
    builtin: createBuiltinTools({ ...chats, journals: createJournals({ vault: vaultPath }) }),
    stricter,
    assertReadable: () => vault.assertReadable(),
    assertWritable,
  })
  const skills = createSkills({
    vault: vaultPath,
    paths: vaultPlaces(vaultPath, 'skills'),
    runtime: join(homePath, 'runtime', 'skills'),
    audit,
    openArchive,
    assertReadable: () => vault.assertReadable(),
    assertWritable,
  })
  tasks.add('skills.prune', () => skills.prunePlugins())

  const folders = createFolders({ vault: vaultPath, home: homePath, roots })
  const workspaces = createWorkspaces({
    files: createWorkspaceFiles({ vault: vaultPath }),
    problems,
    stricter,
    resolveFolder: (path) => folders.resolve(path),
    assertWritable,
    releaseChats: createReleaseChats({ store: createChatStore(db, ground.database.engine), events }),
  })
  if (!idle) await workspaces.reconcile()
  const agentFiles = createAgentFiles({ vault: vaultPath, problems })
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

  return {
    hooks,
    modules,
    files,
    sync,
    mcps,
    skills,
    folders,
    workspaces,
    agentFiles,
    contextReader,
    contexts,
    chosenAgents,
  }
}
