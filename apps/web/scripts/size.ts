import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/**
 * What a browser fetches before it shows a page, in bytes under gzip, scripts and styles. Whichever page is opened first,
 * it is held to a bar. Not counted: the terminal, the highlighter, what carries cards, and what a page fetches beside its content
 * (the reader of Markdown, menus, dialogs).
 */
const limit = 212_000
/** Of a page that brings words of its own. */
const laterLimit = 220_000
const apart = ['xterm', 'highlight']
const carries = /\/@dnd-kit\/dom\//
// A sign-in link passes through the one to the other; of the languages, the longer one.
const shell = ['SignInPage', 'AppLayout', 'de']
const pages = ['NewChatPage', 'ChatPage', 'TerminalPage']
// The rooms of words that a page names in the routes.
const words = (routes: string, page: string): string[] =>
  [
    ...(new RegExp(`/${page}\\.tsx'\\),\\s*'\\w+',([^)]+)\\)`).exec(routes)?.[1] ?? '').matchAll(/'(\w+)'/g),
  ].map(([, room = '']) => `${files[room] ?? room}-de`)
const files: Record<string, string> = { projectFiles: 'project-files', settings: 'pages' }
const laterPages = [
  'SettingsPage',
  'FilesPage',
  'WorkspacesPage',
  'ServersPage',
  'SkillsPage',
  'ModulesPage',
  'SchedulesPage',
  'HistoryPage',
  'ImportsPage',
  'WebhooksPage',
  'ApprovalsPage',
  'BoardPage',
  'ProjectPage',
  'UsagePage',
  'PreviewPage',
]

/** Fails the build when a page is over the limit, prints what each is, and leaves compressed copies for the hub to send. */
export function sizeCheck(): Plugin {
  return {
    name: 'atrium-size',
    apply: 'build',
    generateBundle(_options, bundle) {
      const routes = readFileSync(join(import.meta.dirname, '../src/routes.tsx'), 'utf8')
      for (const page of [...pages, ...laterPages]) {
        const wanted = new Set<string>()
        const add = (file: string) => {
          const chunk = bundle[file]
          if (chunk?.type !== 'chunk' || wanted.has(file) || apart.includes(chunk.name)) return
          if (chunk.moduleIds.some((id) => carries.test(id))) return
          wanted.add(file)
          for (const css of chunk.viteMetadata?.importedCss ?? []) wanted.add(css)
          for (const next of chunk.imports) add(next)
        }
        const names = [...shell, ...words(routes, page), page]
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk' && (chunk.isEntry || names.includes(chunk.name))) add(chunk.fileName)
        if (!Object.values(bundle).some((chunk) => chunk.type === 'chunk' && chunk.name === page))
          this.error(`There is no chunk '${page}' to measure`)
        const most = laterPages.includes(page) ? laterLimit : limit
        const bytes = [...wanted].reduce((sum, file) => sum + gzipSync(sourceOf(bundle[file])).byteLength, 0)
        const text = `${page} first: ${(bytes / 1000).toFixed(1)} kB gzip of ${most / 1000} kB in ${wanted.size} files`
        if (bytes > most) this.error(`Over the limit: ${text}`)
        this.info(text)
      }
    },
    // On the finished files: Vite still rewrites chunks after they were measured.
    writeBundle({ dir = '.' }, bundle) {
      for (const file of Object.keys(bundle)) {
        if (!/\.(js|css|svg)$/.test(file)) continue
        const path = join(dir, file)
        const source = readFileSync(path)
        if (source.byteLength < 1_000) continue
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        writeFileSync(`${path}.gz`, gzipSync(source, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(source, quality))
      }
    },
  }
}

type Part = { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array } | undefined

const sourceOf = (part: Part): string | Uint8Array =>
  part === undefined ? '' : part.type === 'chunk' ? part.code : part.source
