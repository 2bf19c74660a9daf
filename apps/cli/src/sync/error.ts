/** Says why a folder is not in step, in one sentence. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
