import { limits } from '@atrium/schema'
import { createCodes } from '../features/approvals/codes.ts'
import { createInbox, type InboxDeps } from '../features/approvals/inbox.ts'
import { createRules, type RulesDeps } from '../features/approvals/rules.ts'
import { createApprovals } from '../features/approvals/service.ts'
import { createApprovalsStore } from '../features/approvals/store.ts'
import { isCompound } from '../features/runs/permission/commands.ts'
import { kindOf } from '../features/runs/permission/grants.ts'
import { createStanding } from '../features/runs/permission/standing.ts'
import { realPathOf } from '../host/paths.ts'
import type { Ground } from './ground.ts'

export type Asking = Awaited<ReturnType<typeof createAsking>>

/** What agents ask in terminals, and the rules that answer agents everywhere. `projects` is asked only while the hub runs. */
export async function createAsking(
  ground: Ground,
  projects: RulesDeps['projects'],
  undo: AsyncDisposableStack,
) {
  const { audit, auditStore, bus, db, events, idle, log, settings, tasks, vaultPath, homePath } = ground
  const store = createApprovalsStore(db)
  const standing = createStanding({ vault: vaultPath, home: homePath, realPathOf })
  const rules = await createRules({
    store,
    audit,
    auditStore,
    bus,
    events,
    tasks,
    realPathOf,
    isCompound,
    projects,
  })
  const codes = createCodes()
  /** Requests that wait for a person, in chats and in terminals. */
  const openRequests = { open: 0 }
  const approvals = createApprovals({
    store,
    audit,
    auditStore,
    rules,
    judge: (call, kept) => standing.judge(call, kept),
    codes,
    bus,
    events,
    tasks,
    log,
    total: openRequests,
    requestMs: limits.requestLifetimeMs,
    gate: () => settings.get().remoteApproval,
  })
  if (!idle) await approvals.reconcile()
  undo.defer(() => approvals.close())
  events.on('sessions.session.renamed', ({ from, to }) =>
    tasks.add('approvals.rename', () => approvals.renamed(from, to)),
  )
  events.on('sessions.session.removed', ({ name }) => approvals.settle(name))

  return {
    approvals,
    rules,
    codes,
    openRequests,
    /** The one list, once there are chats to ask. */
    inbox: (chats: InboxDeps['chats']) =>
      createInbox({
        approvals,
        rules,
        codes,
        chats,
        suggest: standing.suggest,
        kindOf,
        projectFolder: (id) => projects.folderOf(id),
      }),
  }
}
