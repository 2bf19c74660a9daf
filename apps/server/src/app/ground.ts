import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Config, defaultSettings, isExposed } from '../config.ts'
import { createBus } from '../core/bus.ts'
import { createEvents } from '../core/events.ts'
import { createLog, standardError } from '../core/log.ts'
import { openLogFile } from '../core/log-file.ts'
import { createProblems } from '../core/problems.ts'
import { createTasks } from '../core/tasks.ts'
import { createTrusted } from '../core/trusted.ts'
import { openData } from '../data.ts'
import { createAudit } from '../features/audit/service.ts'
import { createAuditStore } from '../features/audit/store.ts'
import { createAuth } from '../features/auth/service.ts'
import { createAuthStore } from '../features/auth/store.ts'
import { createSettings } from '../features/settings/service.ts'
import { createSettingsStore } from '../features/settings/store.ts'
import { knownVault, openDataFolder, rememberVault } from '../host/data-folder.ts'
import { createDisk } from '../host/disk.ts'
import { openDrafts } from '../host/drafts.ts'
import { setHostEnv } from '../host/exec.ts'
import { readOwnerToken, watchOwnerToken } from '../host/owner-token.ts'
import { realPathOf } from '../host/paths.ts'
import { openUploads } from '../host/uploads.ts'
import { openVault } from '../host/vault.ts'

export type Ground = Awaited<ReturnType<typeof createGround>>

/**
 * What every feature stands on: folders, database, clock work, sign-in and settings.
 * @throws StartError when it cannot start, or not safely
 */
export async function createGround(config: Config, undo: AsyncDisposableStack) {
  setHostEnv({ ...config.hostEnv })
  const events = createEvents()
  const bus = createBus()
  const problems = createProblems()

  const folder = await openDataFolder(config.home)
  undo.defer(() => folder.release())
  const logFile = openLogFile(join(config.home, 'logs'))
  undo.defer(() => logFile.close())
  const log = createLog(config.logLevel, standardError(), logFile)
  await openDrafts(join(config.home, 'drafts'))
  const ownerToken = config.token ?? (await readOwnerToken(config.home))
  const known = await knownVault(config.home)
  const vault = await openVault({ path: config.vault, known, problems })
  await rememberVault(config.home, config.vault)
  const disk = createDisk({ paths: [config.home, config.vault], minFreeMb: config.minFreeMb, problems })

  const uploads = await openUploads(config.home)
  const { database, recovery } = await openData({ config, problems, log })
  undo.defer(() => database.close())
  const { db } = database
  const trusted = createTrusted(db)
  const tasks = createTasks(log)
  const auditStore = createAuditStore(db)
  const audit = createAudit({ store: auditStore, log, problems, tasks })
  undo.defer(() => audit.close())
  undo.defer(() => tasks.close())

  const auth = await createAuth({
    store: createAuthStore(db),
    bus,
    tasks,
    problems,
    audit,
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
    events,
    problems,
    audit,
    defaults: defaultSettings(config),
  })

  const vaultPath = (await realPathOf(config.vault)).path
  const homePath = (await realPathOf(config.home)).path
  const roots = [vaultPath, config.hostEnv['HOME'] ?? homedir()]
  const assertWritable = async (): Promise<void> => {
    await vault.assertThere()
    await disk.assertSpace()
  }

  return {
    config,
    log,
    logFile,
    events,
    bus,
    problems,
    folder,
    vault,
    disk,
    uploads,
    database,
    db,
    recovery,
    /** Nothing is begun, restored or settled: there is no data, or only a copy of it. */
    idle: recovery || config.trial,
    /** No hub has run here before, so none has left anything running. */
    isNew: known === null,
    audit,
    auditStore,
    trusted,
    tasks,
    ownerToken,
    auth,
    settingsStore,
    settings,
    /** Real paths. */
    vaultPath,
    homePath,
    /** Where agents and contexts may reach. */
    roots,
    assertWritable,
  }
}
