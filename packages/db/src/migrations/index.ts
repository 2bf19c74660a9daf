import { initial } from './0001-initial.ts'
import { trustedPrograms } from './0002-trusted-programs.ts'
import { contexts } from './0003-contexts.ts'
import { sync } from './0004-sync.ts'
import { transcripts } from './0005-transcripts.ts'
import { imports } from './0006-imports.ts'
import { scheduler } from './0007-scheduler.ts'
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
]
