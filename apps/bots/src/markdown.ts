import type { Definition, Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** What an agent says, as a tree: GitHub's Markdown, with references already resolved so that any part stands alone. */
export function parse(markdown: string): Root {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const definitions = new Map<string, Definition>()
  walk(root, (node) => {
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node)
  })
  const used = new Set<Definition>()
  walk(root, (node) => {
    if (!('children' in node)) return
    node.children = node.children.map((child) => resolve(child, definitions, used)) as typeof node.children // like for like
  })
  walk(root, (node) => {
    if (!('children' in node)) return
    // One that nothing points to was meant to be read.
    node.children = node.children.flatMap((child) =>
      child.type !== 'definition' ? [child] : used.has(child) ? [] : [spelledOut(child)],
    ) as typeof node.children // a paragraph may stand where a definition may
  })
  return root
}

export function walk(node: Nodes, visit: (node: Nodes) => void): void {
  visit(node)
  if ('children' in node) for (const child of node.children) walk(child, visit)
}

function resolve(
  node: RootContent,
  definitions: Map<string, Definition>,
  used: Set<Definition>,
): RootContent {
  if (node.type === 'linkReference') {
    const definition = definitions.get(node.identifier)
    if (!definition) return node
    used.add(definition)
    return { type: 'link', url: definition.url, children: node.children }
  }
  if (node.type === 'imageReference') {
    const definition = definitions.get(node.identifier)
    if (!definition) return node
    used.add(definition)
    return { type: 'image', url: definition.url, alt: node.alt ?? '' }
  }
  return node
}

const spelledOut = ({ label, identifier, url, title }: Definition): RootContent => ({
  type: 'paragraph',
  children: [text(`[${label ?? identifier}]: ${url}${title ? ` "${title}"` : ''}`)],
})

export const text = (value: string): PhrasingContent & { type: 'text' } => ({ type: 'text', value })
