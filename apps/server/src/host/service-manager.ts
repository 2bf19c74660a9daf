// Who starts the hub again: systemd, launchd, or the hub itself. The only file that speaks with service managers; macOS was
// not at hand when it was written.
import { exec } from './exec.ts'

export type ServiceManager = {
  /** As the person knows it: a unit, a service, or `self`. */
  target: string
  /** Asks the manager to restart the hub; null where the hub takes its own place. */
  restart: (() => Promise<void>) | null
}

type Names = { systemdUnit: string; launchdLabel: string; invocationId: string | null }

/** The manager that started this process; null where nobody could start it again. */
export async function findServiceManager(names: Names): Promise<ServiceManager | null> {
  if (process.platform === 'darwin') {
    const target = `gui/${process.getuid?.() ?? 0}/${names.launchdLabel}`
    if (process.ppid === 1 && (await succeeds('launchctl', ['print', target])))
      return { target, restart: () => ask('launchctl', ['kickstart', '-k', target]) }
  } else if (names.invocationId !== null) {
    const unit = names.systemdUnit
    // A terminal of the desktop may have been started by systemd, too, and hands its own id on.
    const shown = await said('systemctl', ['--user', 'show', '--value', '--property=InvocationID', unit])
    if (shown === names.invocationId)
      return { target: unit, restart: () => ask('systemctl', ['--user', '--no-block', 'restart', unit]) }
  }
  return typeof process.execve === 'function' ? { target: 'self', restart: null } : null
}

async function said(program: string, args: readonly string[]): Promise<string | null> {
  const result = await exec(program, args, { timeoutMs: 5_000, maxBytes: 4_096 }).catch(() => null)
  return result?.code === 0 ? result.stdout.toString('utf8').trim() : null
}

const succeeds = async (program: string, args: readonly string[]): Promise<boolean> =>
  (await said(program, args)) !== null

async function ask(program: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await exec(program, args, { timeoutMs: 10_000 })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString('utf8').trim()}`)
}
