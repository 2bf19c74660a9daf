/** The reference in `docs/sdk/reference`, made from the comments of the public names. */
import { readFile, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stamp } from './stamp.ts'

// typedoc reads with the compiler API, which TypeScript 7 does not have yet.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript'
      ? next('typescript-5', { ...context, parentURL: import.meta.url })
      : next(specifier, context),
})
const { Application } = await import('typedoc')
const { load: markdown } = await import('typedoc-plugin-markdown')

const here = fileURLToPath(new URL('..', import.meta.url))
const out = process.argv[2] ?? fileURLToPath(new URL('../../../docs/sdk/reference', import.meta.url))

const app = await Application.bootstrapWithPlugins({
  entryPoints: ['index', 'module', 'trpc'].map((name) => `${here}src/${name}.ts`),
  tsconfig: `${here}tsconfig.json`,
  plugin: [markdown],
  readme: 'none',
  name: '@atrium/sdk',
  disableSources: true,
  excludeInternal: true,
  excludeExternals: true,
  githubPages: false,
  sort: ['alphabetical'],
  logLevel: 'Warn',
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  outputs: [{ name: 'markdown', path: out }],
  // Of the Markdown plugin, which typedoc's own types do not know.
  ...({
    router: 'module',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandObjects: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    typeDeclarationFormat: 'table',
  } as object),
})
const project = await app.convert()
if (!project) throw new Error('The sources do not compile')
await app.generateOutputs(project)
const start = join(out, 'README.md')
const pages = await readFile(start, 'utf8')
await writeFile(
  start,
  `<!-- Made by \`pnpm --filter @atrium/sdk reference\` from sources ${await stamp()}; never edited. -->\n\n${pages}
Types of chats, sessions and other things of the hub follow its OpenAPI document (\`/api/openapi.json\`, for people \`/api/docs\`).
`,
)
