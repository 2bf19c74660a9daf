import { limits } from '@atrium/schema'
import { childEnv, exec } from '../host/exec.ts'
import { sandboxEnv, sandboxedCommand } from '../host/sandbox.ts'
import type { GuideTools } from './guide-commands.ts'

const timeoutMs = 120_000

/** Programs of the guide run without a shell, at the trust level of their chat: never open where a sandbox was asked for. */
export const createGuideTools = (hub: { home: string }): GuideTools => ({
  async run(argv, { spec, signal }) {
    const [program = '', ...args] = argv
    const sandboxed = spec.trustLevel === 'sandboxed'
    const cwd = spec.workingDirectory
    const plan = sandboxed
      ? await sandboxedCommand(argv, { workingDirectory: cwd, hidden: [hub.home] })
      : { file: program, args }
    const result = await exec(plan.file, plan.args, {
      cwd,
      env: sandboxed ? sandboxEnv() : childEnv(),
      signal,
      timeoutMs,
      maxBytes: limits.toolResultBytes,
    })
    const printed = `${result.stdout.toString()}${result.stderr.toString()}`
    const how = result.signal ? `ended by ${result.signal}` : `exit status ${result.code}`
    const cut = result.truncated ? '\n… cut' : ''
    if (result.code !== 0) throw new Error(`${printed}${cut}\n(${how})`.trim())
    return `${printed}${cut}`
  },
})
