/** Exit codes of the server: what a supervisor may do about it. */
export const exitCodes = { crash: 1, inUse: 75, misconfigured: 78 } as const

/** The server cannot start, or not safely: one sentence for the person, and the exit code. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly exitCode: number

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCodes[kind]
  }
}
