import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readYaml } from '../../core/front-matter.ts'
import { readDescription } from './description.ts'

export const bundledFolder = fileURLToPath(new URL('../../../modules', import.meta.url))
export const bundledNames = ['brain', 'daily'] as const

/** What the modules that are part of the hub serve, without starting one; for the reference. */
export const bundledRoutes = () =>
  bundledNames.map((name) => {
    const read = (file: string): string => readFileSync(join(bundledFolder, name, file), 'utf8')
    const { routes } = readDescription(JSON.parse(read('description.json')))
    const about = readYaml(read('manifest.yaml'))?.['description']
    return { name, about: typeof about === 'string' ? about : '', routes }
  })
