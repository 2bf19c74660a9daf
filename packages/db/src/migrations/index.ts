import { initial } from './0001-initial.ts'
import type { Migration } from './migration.ts'

/** Every migration, oldest first. A released one never changes. */
export const migrations: readonly Migration[] = [initial]
