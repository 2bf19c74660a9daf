export { type Backup, backup } from './backup/backup.ts'
export { pruneBackups } from './backup/prune.ts'
export { type Restored, restore } from './backup/restore.ts'
export type { Flag, IsoText, JsonText } from './columns.ts'
export type { Database } from './database.ts'
export type { Engine, OpenDatabase } from './engines/engine.ts'
export {
  BackupRefusedError,
  DatabaseBusyError,
  DatabaseDamagedError,
  DatabaseFullError,
  DatabaseReadOnlyError,
  DatabaseUnreachableError,
  MigrationError,
  SchemaTooNewError,
} from './errors.ts'
export { appliedMigrations, type MakeBackup, type Migrated, type MigrateOptions, migrate } from './migrate.ts'
export { openDatabase } from './open.ts'
export { matchText } from './search.ts'
export type * from './tables/approvals.ts'
export type * from './tables/auth.ts'
export type * from './tables/bots.ts'
export type * from './tables/chat.ts'
export type * from './tables/contexts.ts'
export type * from './tables/core.ts'
export type * from './tables/imports.ts'
export type * from './tables/projects.ts'
export type * from './tables/push.ts'
export type * from './tables/scheduler.ts'
export type * from './tables/sessions.ts'
export type * from './tables/settings.ts'
export type * from './tables/sync.ts'
export type * from './tables/transcripts.ts'
export type * from './tables/trusted.ts'
export type * from './tables/usage.ts'
export type * from './tables/webhooks.ts'
