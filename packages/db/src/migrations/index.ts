import { initial } from './0001-initial.ts'
import { trustedPrograms } from './0002-trusted-programs.ts'
import { contexts } from './0003-contexts.ts'
import { sync } from './0004-sync.ts'
import { transcripts } from './0005-transcripts.ts'
import { imports } from './0006-imports.ts'
import { scheduler } from './0007-scheduler.ts'
import { approvals } from './0008-approvals.ts'
import { board } from './0009-board.ts'
import { projects } from './0010-projects.ts'
import { push } from './0011-push.ts'
import { usage } from './0012-usage.ts'
import { sessionKeys } from './0013-session-keys.ts'
import { settingsNames } from './0014-settings-names.ts'
import { bots } from './0015-bots.ts'
import { webhooks } from './0016-webhooks.ts'
import { botNotes } from './0018-bot-notes.ts'
import type { Migration } from './migration.ts'

/** Every migration, oldest first. A released one never changes. */
export const migrations: readonly Migration[] = [
  initial,
  trustedPrograms,
  contexts,
  sync,
  transcripts,
  imports,
  scheduler,
  approvals,
  board,
  projects,
  push,
  usage,
  sessionKeys,
  settingsNames,
  bots,
  webhooks,
  botNotes,
]
