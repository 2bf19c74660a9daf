// For authors of modules: `import { defineModule } from '@atrium/sdk/module'`. Inside the hub the same name is always there,
// whether or not the package is installed beside the module.
import type { Module } from './generated/module.d.ts'

export type {
  Hub,
  HubFile,
  HubFiles,
  HubLog,
  JsonSchema,
  Module,
  ModuleCall,
  ModuleHook,
  ModuleJob,
  ModuleRoute,
  ModuleTool,
} from './generated/module.d.ts'

/**
 * Gives back what it is given; the editor knows its parts then.
 *
 * @example
 * export default defineModule({
 *   routes: [{ method: 'GET', path: '/hello', summary: 'Greet', handler: () => ({ hello: 'world' }) }],
 * })
 */
export const defineModule = (module: Module): Module => module
