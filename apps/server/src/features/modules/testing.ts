import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestApp } from '../../testing.ts'

/** A folder of the vault with the files of a module; `module.js` is made of `code`. */
export function putModule(
  vault: string,
  name: string,
  code: string,
  manifest: Record<string, unknown> = {},
  more: Record<string, string> = {},
): string {
  const folder = join(vault, '.atrium/modules', name)
  rmSync(folder, { recursive: true, force: true })
  const yaml = Object.entries({ name, version: '1.0.0', description: `The module ${name}.`, ...manifest })
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')
  for (const [file, text] of Object.entries({ 'manifest.yaml': yaml, 'module.js': code, ...more })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** A module of one route: `GET /api/<name>/run`. */
export const oneRoute = (body: string, head = ''): string => `
import { defineModule } from '@atrium/sdk/module'
${head}
export default defineModule({
  routes: [{ method: 'GET', path: '/run', summary: 'Run', handler: async ({ input, hub, signal }) => { ${body} } }],
})
`

export const approveModule = (app: TestApp, name: string, body: object = {}) =>
  app.rest('POST', `/api/modules/${name}/approve`, body)

export const moduleEntry = async (app: TestApp, name: string, source = 'vault') =>
  (await app.rest('GET', '/api/modules')).body.modules.find(
    (one: { name: string; source: string }) => one.name === name && one.source === source,
  )

/** Processes of modules that are alive, of all hubs of this machine that keep their things in `home`. */
export function moduleProcesses(home: string): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        const dead = /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
        return !dead && command.includes('modules/child/main.js') && command.includes(dirname(home))
      } catch {
        return false
      }
    })
    .map(Number)
}
