import type { Root, RootContent } from 'mdast'
import { showRequest } from './asked.ts'
import { parse, text } from './markdown.ts'
import type { Button, Format, Limits, OutgoingFile, Rendered } from './platform.ts'
import { split } from './split.ts'
import { markdownOf, openRequests, type Story } from './story.ts'

/** A message as it should be. */
export type Slot = { text: Rendered; buttons: Button[][]; file?: OutgoingFile; requestId?: string }

/** Messages of text that an answer takes at most; the rest goes into a file. */
export const maxParts = 5
const wholeAnswer = 'answer.md'

const paragraph = (value: string): RootContent => ({ type: 'paragraph', children: [text(value)] })
const emphasized = (value: string): RootContent => ({
  type: 'paragraph',
  children: [{ type: 'emphasis', children: [text(value)] }],
})

export const placeholder: Root = { type: 'root', children: [paragraph('…')] }

/**
 * The messages of an answer as they should be now. Always the same for the same story, and what is there stays in its
 * place as the story goes on: so any of them can be made again from the log, after any death.
 */
export function layout(
  story: Story,
  { format, limits, files = [] }: { format: Format; limits: Limits; files?: readonly OutgoingFile[] },
): Slot[] {
  const fits = (root: Root) => format.size(format.render(root)) <= limits.messageSize
  const slotOf = (root: Root): Slot => ({ text: format.render(root), buttons: [] })
  const slots: Slot[] = []
  let parts = 0
  let cut = false

  const say = (blocks: RootContent[]) => {
    for (const part of split({ type: 'root', children: blocks }, fits, maxParts + 1 - parts)) {
      if (parts < maxParts) slots.push(slotOf(part))
      else cut = true
      parts++
    }
  }

  const last = story.pieces.length - 1
  const { ending } = story
  for (const [index, piece] of story.pieces.entries()) {
    if (piece.kind === 'request') {
      const room = Math.max(200, limits.messageSize - 700)
      const shown = showRequest(piece.asked, { limits, room, over: ending !== null })
      const root: Root = { type: 'root', children: shown.blocks }
      // What does not fit was cut already; words of odd length are cut here.
      const [first = root] = fits(root) ? [root] : split(root, fits)
      slots.push({ ...slotOf(first), buttons: shown.buttons, requestId: piece.asked.event.request_id })
      continue
    }
    const blocks = cut ? [] : read(piece.blocks, limits)
    if (index < last || !ending) say(blocks)
    else say([...blocks, ...ended(story, blocks.length > 0)])
  }
  if (ending && story.pieces.at(-1)?.kind !== 'text') say(ended(story, story.pieces.length > 0))
  if (!ending) return working(story, slots, { limits, fits, slotOf })

  const all = cut ? [answerFile(story), ...files] : files
  for (const file of all) slots.push(fileSlot(file, format, cut && file === all[0]))
  if (cut && ending.kind !== 'result') slots.push(slotOf({ type: 'root', children: ended(story, true) }))
  return slots
}

/** No more of a text than can ever be shown: reading the rest would cost time with every word that comes. */
function read(blocks: Map<string, string>, { messageSize }: Limits): RootContent[] {
  return parse(markdownOf(blocks).slice(0, (maxParts + 1) * messageSize * 2)).children
}

/** What is said behind the text when the run is over. */
function ended({ ending, pieces }: Story, hasText: boolean): RootContent[] {
  if (!ending) return []
  switch (ending.kind) {
    case 'result': {
      if (hasText || ending.elsewhere) return []
      const said = pieces.length > 0 ? [] : parse(ending.response).children
      return said.length > 0 ? said : [emphasized('The agent finished without saying anything.')]
    }
    case 'aborted':
      return [emphasized(ending.message)]
    case 'error':
      return [
        {
          type: 'paragraph',
          children: [
            text('⚠️ '),
            { type: 'strong', children: [text(ending.title)] },
            text(`: ${ending.message}`),
          ],
        },
      ]
  }
}

/** While it runs: what it does now, where that takes no message of its own that would have to go again. */
function working(
  story: Story,
  slots: Slot[],
  { limits, fits, slotOf }: { limits: Limits; fits: (root: Root) => boolean; slotOf: (root: Root) => Slot },
): Slot[] {
  if (openRequests(story).length > 0) return slots
  if (slots.length === 0) {
    const doing = story.tool ? emphasized(`${story.tool} …`) : placeholder.children[0]
    return [slotOf(doing ? { type: 'root', children: [doing] } : placeholder)]
  }
  const piece = story.pieces.at(-1)
  if (!story.tool || piece?.kind !== 'text') return slots
  const markdown = markdownOf(piece.blocks)
  if (markdown.length > limits.messageSize) return slots
  const { children: blocks } = parse(markdown)
  const root: Root = { type: 'root', children: [...blocks, emphasized(`${story.tool} …`)] }
  if (fits(root)) slots[slots.length - 1] = slotOf(root)
  return slots
}

function answerFile({ pieces }: Story): OutgoingFile {
  const all = pieces
    .flatMap((piece) => (piece.kind === 'text' ? [markdownOf(piece.blocks)] : []))
    .join('\n\n')
  return { name: wholeAnswer, mimeType: 'text/markdown', bytes: new TextEncoder().encode(all) }
}

function fileSlot(file: OutgoingFile, format: Format, isRest: boolean): Slot {
  const caption = isRest ? 'The answer is longer than fits here: this is all of it.' : file.name
  return { text: format.render({ type: 'root', children: [paragraph(caption)] }), buttons: [], file }
}

/** A text of the hub's own. */
export function layoutText(markdown: string, { format, limits }: { format: Format; limits: Limits }): Slot[] {
  const fits = (root: Root) => format.size(format.render(root)) <= limits.messageSize
  const parts = split(parse(markdown), fits).slice(0, maxParts)
  return parts.map((part) => ({ text: format.render(part), buttons: [] }))
}
