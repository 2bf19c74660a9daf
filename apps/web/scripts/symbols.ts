import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pages that nobody opens first. What only they show comes with them. */
const later =
  /^src\/(ui\/diff|layouts\/(editor|library|project|terminal\/SidePanel)|features\/(approvals|board|files|git|history|imports|modules|preview|project-files|projects|schedules|servers|settings|skills|usage|workspaces))\b/

/** Whether a module of the icon library belongs to what every page loads. */
export function shellSymbols(root: string): (id: string) => boolean {
  const names = new Set<string>()
  for (const file of globSync('src/**/*.tsx', { cwd: root })) {
    if (later.test(file)) continue
    const imports = readFileSync(join(root, file), 'utf8').matchAll(/import \{([^}]+)\} from 'lucide-react'/g)
    for (const [, list = ''] of imports) for (const [name] of list.matchAll(/\w+/g)) names.add(name)
  }
  // A symbol has several names, one of which its file goes by.
  const library = readFileSync(join(root, 'node_modules/lucide-react/dist/esm/lucide-react.mjs'), 'utf8')
  const files = new Set<string>()
  for (const [, list = '', file = ''] of library.matchAll(/export \{([^}]+)\} from '\.\/(icons\/[^']+)'/g))
    if ([...list.matchAll(/as (\w+)/g)].some(([, name = '']) => names.has(name))) files.add(file)
  return (id) => {
    const [, file] = /\/lucide-react\/dist\/esm\/(.+)$/.exec(id) ?? []
    return file !== undefined && (!file.startsWith('icons/') || files.has(file))
  }
}
