// Owns how an agent that the hub starts gets its hooks: by a settings file of its own, so that nothing of the person is touched.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../host/write-file.ts'
import { withSettings } from './command.ts'
import { hookEntries, statusLineOf } from './settings.ts'

/** `home` is the hub's own folder. The file is written anew at every start: the program and its place may be others now. */
export async function createHookFiles({ home }: { home: string }) {
  const folder = join(home, 'runtime', 'agent-hooks')
  const file = join(folder, 'claude.json')
  const mark = join(folder, 'has-rules')
  const hooks = Object.fromEntries(
    Object.entries(hookEntries('claude', null)).map(([event, entry]) => [event, [entry]]),
  )
  // Tells hooks of the person's own settings that this agent has some already, and the script where the mark is.
  const settings = { env: { ATRIUM_HOOKED: folder }, hooks, statusLine: statusLineOf(null) }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeWhole(file, [home], `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })

  return {
    /** The line to run in place of what the person wrote. */
    equip: (command: string): string => withSettings(command, file),

    /** Where something may be refused by a rule, a hook that cannot reach the hub lets nothing pass unasked. */
    async markRules(refusing: boolean): Promise<void> {
      if (refusing) await writeFile(mark, '')
      else await rm(mark, { force: true })
    },
  }
}
