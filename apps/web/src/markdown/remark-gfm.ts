import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

type Extensions = { micromarkExtensions?: unknown[]; fromMarkdownExtensions?: unknown[] }

/**
 * Tables, task lists, strikethrough and bare links. The `remark-gfm` package also brings the writer of Markdown, as
 * large as the rest of the reader, which nothing here uses.
 */
export function remarkGfm(this: unknown): void {
  // The processor; its own type comes from a package that is not ours to import.
  const data = (this as { data(): Extensions }).data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), gfm()]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), gfmFromMarkdown()]
}
