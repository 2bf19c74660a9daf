import { exec } from './exec.ts'

/** What a program says about its version, without its own name; null when it is not there. */
export async function versionOf(
  program: string,
  args: readonly string[] = ['--version'],
): Promise<string | null> {
  try {
    const { code, stdout } = await exec(program, args, { timeoutMs: 5_000, maxBytes: 4_096 })
    if (code !== 0) return null
    const line = stdout.toString('utf8').split('\n')[0]?.trim() ?? ''
    return /\d[\w.-]*/.exec(line)?.[0] ?? line
  } catch {
    return null // not installed, not executable, or silent: not usable all the same
  }
}

/** Short commit of the checkout that holds this folder; null where there is none. */
export async function commitOf(folder: string): Promise<string | null> {
  try {
    const { code, stdout } = await exec('git', ['-C', folder, 'rev-parse', '--short', 'HEAD'])
    return code === 0 ? stdout.toString('utf8').trim() : null
  } catch {
    return null
  }
}
