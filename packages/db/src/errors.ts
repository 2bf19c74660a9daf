/** Another program held the database for longer than the caller may wait; nothing was written. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError'
  constructor(options?: ErrorOptions) {
    super('The database is busy', options)
  }
}

/** The server of the database does not answer, or ended the connection; whether a write was made is not known. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError'
  constructor(options?: ErrorOptions) {
    super('The database cannot be reached', options)
  }
}

/** There is no space for what was to be written; nothing of it was. */
export class DatabaseFullError extends Error {
  override readonly name = 'DatabaseFullError'
  constructor(options?: ErrorOptions) {
    super('There is no space left for the database', options)
  }
}

/** The database may be read but not written, such as on a disk that was mounted so. */
export class DatabaseReadOnlyError extends Error {
  override readonly name = 'DatabaseReadOnlyError'
  constructor(options?: ErrorOptions) {
    super('The database cannot be written', options)
  }
}

/** The file is not a readable database; it was left as it is. */
export class DatabaseDamagedError extends Error {
  override readonly name = 'DatabaseDamagedError'
  readonly file: string
  constructor(file: string, options?: ErrorOptions) {
    super(`The database cannot be read: ${file}`, options)
    this.file = file
  }
}

/** A migration failed and was undone: the data is as before. `backup` is the copy made beforehand. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly migration: string
  readonly backup: string | undefined
  constructor(migration: string, backup: string | undefined, options?: ErrorOptions) {
    const where = backup === undefined ? '' : ` A backup is in ${backup}.`
    super(`Migration ${migration} failed; the data is as before.${where}`, options)
    this.migration = migration
    this.backup = backup
  }
}

/** The data was written by a newer version, so this one must not touch it. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
  readonly schema: string
  constructor(schema: string) {
    super(`The data was written by a newer version (schema ${schema}); start that version instead`)
    this.schema = schema
  }
}

/** A backup that must not be restored: cut, altered, or not one of ours. Nothing was changed. */
export class BackupRefusedError extends Error {
  override readonly name = 'BackupRefusedError'
  readonly file: string
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`The backup cannot be restored: ${file} ${reason}`, options)
    this.file = file
  }
}
