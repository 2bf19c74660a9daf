// What Node's permission model leaves open: signals and priorities of other processes. SIGUSR1 would open a debugger in the hub.
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

const own = process.pid
const notPermitted = -os.constants.errno.EPERM

/** Called once before any code of the module is loaded, where its process runs with the permission model. */
export function confine() {
  const inner = /** @type {Record<string, (pid: unknown, ...rest: unknown[]) => unknown>} */ (
    /** @type {unknown} */ (process)
  )
  const { _kill: kill } = inner
  inner['_kill'] = (pid, ...rest) => (pid === own ? kill?.(pid, ...rest) : notPermitted)
  const { setPriority } = os
  const denied = () => {
    throw Object.assign(new Error('Access to other processes has been restricted'), {
      code: 'ERR_ACCESS_DENIED',
    })
  }
  inner['_debugProcess'] = denied
  os.setPriority = (/** @type {[number, number?]} */ ...[first, priority]) => {
    if (priority === undefined) setPriority(first)
    else if (first === own) setPriority(own, priority)
    else denied()
  }
  syncBuiltinESMExports()
}
