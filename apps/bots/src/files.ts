import { parse, walk } from './markdown.ts'
import type { OutgoingFile } from './platform.ts'
import { markdownOf, type Story } from './story.ts'

/** Files that are sent with one answer at most. */
const filesAtMost = 5

/** Paths of files that an answer names by a Markdown link or picture; addresses of the web are none. */
export function pathsIn(markdown: string): string[] {
  const paths = new Set<string>()
  walk(parse(markdown), (node) => {
    if (node.type !== 'link' && node.type !== 'image') return
    const path = pathOf(node.url)
    if (path !== null) paths.add(path)
  })
  return [...paths].slice(0, filesAtMost)
}

function pathOf(url: string): string | null {
  if (url === '' || url.startsWith('#') || url.startsWith('//') || url.startsWith('?')) return null
  if (/^[a-z][a-z0-9+.-]+:/i.test(url) && !url.startsWith('file:')) return null
  try {
    return decodeURIComponent(url.replace(/^file:\/\//, '').replace(/[#?].*$/, '')) || null
  } catch {
    return null
  }
}

/** What the answer hands over: the files that it links to and that the hub gives out for it. */
export async function filesOf(
  { pieces }: Story,
  fetch: (path: string) => Promise<{ bytes: Uint8Array; mimeType: string } | null>,
): Promise<OutgoingFile[]> {
  const markdown = pieces
    .flatMap((piece) => (piece.kind === 'text' ? [markdownOf(piece.blocks)] : []))
    .join('\n\n')
  const files: OutgoingFile[] = []
  for (const path of pathsIn(markdown)) {
    const file = await fetch(path)
    if (file) files.push({ name: path.split('/').at(-1) || 'file', ...file })
  }
  return files
}
